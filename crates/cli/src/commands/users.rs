//! `users`: who is here, in which role.

mod spreadsheet;

use std::path::PathBuf;

use access::{MemberStatus, Role};
use clap::Subcommand;
use desk::members::NewMember;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    arguments::CommandLine,
    commands::{compartment, member, parsed},
    failure::{Ending, Failure, Result},
    opening::Opened,
    output::{Output, tell},
    secrets,
};

/// What `users` takes.
#[derive(Debug, Subcommand)]
pub(crate) enum Arguments {
    /// Add a member.
    #[command(
        long_about = "Add a member with a first password, which they change at their first log-in.\n\n\
        With --second-factor the secret of their codes is made now and printed once, with recovery codes; without it they \
        set it up in the browser."
    )]
    Add {
        /// The log-in name.
        login: String,
        /// The name that others see; the log-in name where it is left out.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// The organisation they belong to: ours where it is left out.
        #[arg(long, value_name = "NAME")]
        office: Option<String>,
        /// Their role: desk_officer, embassy_officer, legislative_staff, documenter_inside, documenter (in exile),
        /// family_liaison, analyst, duty_officer, security_officer, lead, matching_officer or administrator. Counsel is admitted to a
        /// file: `users admit --role counsel --file ID`.
        #[arg(long, value_name = "ROLE")]
        role: Option<Role>,
        /// The compartment of the role; an administrator and a matching officer have none.
        #[arg(long, value_name = "NAME")]
        compartment: Option<String>,
        /// A file with the first password; else it is asked for.
        #[arg(long, value_name = "FILE")]
        new_password_file: Option<PathBuf>,
        /// The first password may stay.
        #[arg(long)]
        keep_password: bool,
        /// Make the second factor now and print it.
        #[arg(long)]
        second_factor: bool,
        /// The language of their pages.
        #[arg(long, default_value = "en", value_name = "LOCALE")]
        locale: String,
    },
    /// Admit a member to a compartment in a role.
    Admit {
        /// The log-in name.
        login: String,
        /// The role.
        #[arg(long, value_name = "ROLE")]
        role: Role,
        /// The compartment.
        #[arg(long, value_name = "NAME")]
        compartment: Option<String>,
        /// The one file that counsel reaches.
        #[arg(long, value_name = "ID")]
        file: Option<String>,
    },
    /// List members with their roles.
    List,
    /// Set a member aside: their sessions end at once, nothing opens for them.
    Suspend {
        /// The log-in name.
        login: String,
    },
    /// Let a suspended member back.
    Resume {
        /// The log-in name.
        login: String,
    },
    /// End a member: their sessions end and their keys of sealed compartments go.
    End {
        /// The log-in name.
        login: String,
    },
    /// Bring members, offices and roles in from a spreadsheet.
    #[command(
        long_about = "Bring members, offices and roles in from CSV or XLSX with the columns login, name, office, kind, \
        role, compartment and locale; login alone is needed. Offices that are not there yet are added. Members get first \
        passwords, which --first-passwords writes to a file to be handed over in person.\n\n\
        Every row is looked at before anything is written: one faulty row and nothing is."
    )]
    Import(spreadsheet::Arguments),
}

#[derive(Serialize)]
struct Added {
    id: String,
    login: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_factor: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recovery_codes: Vec<String>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    login: String,
    name: String,
    office: String,
    status: MemberStatus,
    second_factor: bool,
    roles: Vec<RoleLine>,
}

#[derive(Serialize)]
struct RoleLine {
    compartment: String,
    name: Option<String>,
    role: Role,
    status: MemberStatus,
}

/// Runs one of them.
pub(crate) async fn run(
    line: &CommandLine,
    arguments: &Arguments,
    out: &mut Output,
) -> Result<Ending> {
    // Forgotten options are told before anything is opened.
    if let Arguments::Add {
        role: Some(role),
        compartment: Some(_),
        ..
    } = arguments
        && role.is_of_the_installation()
    {
        return Err(Failure::Usage(
            "this role has no compartment: it reads no person's file".to_owned(),
        ));
    }
    let opened = Opened::new(line, "users").await?;
    match arguments {
        Arguments::Add { .. } => add(&opened, arguments, out).await?,
        Arguments::Admit {
            login,
            role,
            compartment: named,
            file,
        } => {
            let user = member(&opened, login).await?.id;
            match file {
                Some(file) if *role == Role::Counsel => {
                    let file = parsed("--file", file)?;
                    let place = compartment(&opened, named.as_deref())?;
                    opened
                        .house
                        .admit_to_file(&opened.caller, place, file, user)
                        .await?;
                }
                Some(_) => {
                    return Err(Failure::Usage(
                        "only counsel is admitted to one file".to_owned(),
                    ));
                }
                None => admit(&opened, user, *role, named.as_deref()).await?,
            }
        }
        Arguments::List => list(&opened, out).await?,
        Arguments::Suspend { login } => status(&opened, login, MemberStatus::Suspended).await?,
        Arguments::Resume { login } => status(&opened, login, MemberStatus::Active).await?,
        Arguments::End { login } => status(&opened, login, MemberStatus::Ended).await?,
        Arguments::Import(arguments) => spreadsheet::run(&opened, arguments, out).await?,
    }
    opened.close().await?;
    Ok(Ending::Done)
}

async fn admit(
    opened: &Opened,
    user: kernel::UserId,
    role: Role,
    named: Option<&str>,
) -> Result<()> {
    let place = match role {
        role if role.is_of_the_installation() => access::INSTALLATION,
        _ => compartment(opened, named)?,
    };
    Ok(opened
        .house
        .admit(&opened.caller, place, user, role)
        .await?)
}

/// The organisation with this name; ours where none is named.
async fn office(opened: &Opened, named: Option<&str>) -> Result<kernel::OrganisationId> {
    let Some(named) = named else {
        return Ok(opened.house.organisation());
    };
    opened
        .house
        .organisations(&opened.caller)
        .await?
        .into_iter()
        .find(|office| office.name == named.trim() || office.id.to_string() == named.trim())
        .map(|office| office.id)
        .ok_or_else(|| {
            Failure::Said(format!(
                "there is no office {named:?}: add it with `organisations add`"
            ))
        })
}

async fn add(opened: &Opened, arguments: &Arguments, out: &mut Output) -> Result<()> {
    let Arguments::Add {
        login,
        name,
        office: named,
        role,
        compartment: place,
        new_password_file,
        keep_password,
        second_factor,
        locale,
    } = arguments
    else {
        return Ok(());
    };
    let organisation = office(opened, named.as_deref()).await?;
    // A compartment that is not there is told before the member exists.
    if let Some(role) = role.filter(|role| !role.is_of_the_installation()) {
        let _there = compartment(opened, place.as_deref())?;
        tracing::debug!(role = role.code(), "role");
    }
    let password: Zeroizing<String> = match new_password_file {
        Some(path) => secrets::line("the file with the first password", path)?,
        None => secrets::ask_new(&format!("First password of {login}"), "--new-password-file")?,
    };
    let user = opened
        .house
        .add_member(
            &opened.caller,
            &NewMember {
                login,
                display_name: name.as_deref().unwrap_or(login),
                organisation,
                password: &password,
                must_change: !keep_password,
                locale,
            },
        )
        .await?;
    if let Some(role) = role {
        admit(opened, user, *role, place.as_deref()).await?;
    }
    let mut added = Added {
        id: user.to_string(),
        login: login.trim().to_lowercase(),
        second_factor: None,
        recovery_codes: Vec::new(),
    };
    if *second_factor {
        let (secret, codes) = opened.house.give_factor(&opened.caller, user).await?;
        added.second_factor = Some(secret.to_string());
        added.recovery_codes = codes.iter().map(|code| code.to_string()).collect();
    }
    if out.is_json() {
        return out.object(&added);
    }
    out.line(&format!("{} {}", added.id, added.login))?;
    if let Some(secret) = &added.second_factor {
        out.line(&format!("secret of the codes: {secret}"))?;
        for code in &added.recovery_codes {
            out.line(&format!("recovery code: {code}"))?;
        }
        tell("both are shown only now: hand them over in person");
    }
    Ok(())
}

async fn list(opened: &Opened, out: &mut Output) -> Result<()> {
    for member in opened.house.members(&opened.caller).await? {
        let roles: Vec<RoleLine> = member
            .roles
            .into_iter()
            .map(|(compartment, name, role, status)| RoleLine {
                compartment: compartment.to_string(),
                name,
                role,
                status,
            })
            .collect();
        let said: Vec<String> = roles
            .iter()
            .map(|role| match &role.name {
                Some(name) => format!("{} in {name}", role.role),
                None => role.role.to_string(),
            })
            .collect();
        let text = format!(
            "{}  {}  {}  {}{}  {}",
            member.login,
            member.status,
            member.display_name,
            member.organisation,
            if member.second_factor {
                ""
            } else {
                "  no second factor yet"
            },
            said.join(", ")
        );
        let object = Line {
            id: member.id.to_string(),
            login: member.login,
            name: member.display_name,
            office: member.organisation,
            status: member.status,
            second_factor: member.second_factor,
            roles,
        };
        out.either(&object, &text)?;
    }
    Ok(())
}

async fn status(opened: &Opened, login: &str, status: MemberStatus) -> Result<()> {
    let user = member(opened, login).await?.id;
    opened
        .house
        .set_member_status(&opened.caller, user, status)
        .await?;
    Ok(())
}
