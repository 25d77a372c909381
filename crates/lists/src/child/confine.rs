//! How the parser locks itself in before it looks at the first byte of a foreign file.
//!
//! Every step is best effort, because kernels differ, and every step is reported to the parent.

use super::Confinement;
use crate::Limits;

#[cfg(target_os = "linux")]
pub(super) fn confine(limits: &Limits) -> Confinement {
    Confinement {
        limits: linux::limits(limits).is_some(),
        files: linux::files().is_some(),
        calls: linux::calls().is_some(),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn confine(_limits: &Limits) -> Confinement {
    Confinement::default()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;

    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
    use rlimit::Resource;
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

    use crate::Limits;

    /// Memory beyond what the program has already, processor time, no files to open or grow, no
    /// dumps that would hold names.
    pub(super) fn limits(limits: &Limits) -> Option<()> {
        let memory = size_of_this_process()?.saturating_add(limits.memory_bytes);
        Resource::AS.set(memory, memory).ok()?;
        Resource::CPU
            .set(limits.cpu_seconds, limits.cpu_seconds)
            .ok()?;
        Resource::CORE.set(0, 0).ok()?;
        Resource::FSIZE.set(0, 0).ok()
    }

    /// Bytes of address space in use, from the kernel's own account.
    fn size_of_this_process() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmSize:"))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes.saturating_mul(1024))
    }

    /// No path of the file system, no network, no signals to others; open descriptors stay.
    pub(super) fn files() -> Option<()> {
        let abi = ABI::V6;
        let status = Ruleset::default()
            .handle_access(AccessFs::from_all(abi))
            .ok()?
            .handle_access(AccessNet::from_all(abi))
            .ok()?
            .scope(Scope::from_all(abi))
            .ok()?
            .create()
            .ok()?
            .restrict_self()
            .ok()?;
        (status.ruleset != RulesetStatus::NotEnforced).then_some(())
    }

    /// No sockets, no programs, no new processes, no files, no looking into other processes.
    pub(super) fn calls() -> Option<()> {
        let mut refused = vec![
            libc::SYS_socket,
            libc::SYS_socketpair,
            libc::SYS_connect,
            libc::SYS_bind,
            libc::SYS_listen,
            libc::SYS_accept,
            libc::SYS_accept4,
            libc::SYS_sendto,
            libc::SYS_sendmsg,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_clone,
            libc::SYS_clone3,
            libc::SYS_openat,
            libc::SYS_openat2,
            libc::SYS_unlinkat,
            libc::SYS_mount,
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_memfd_create,
            libc::SYS_bpf,
            libc::SYS_perf_event_open,
            libc::SYS_io_uring_setup,
            libc::SYS_keyctl,
            libc::SYS_add_key,
            libc::SYS_request_key,
            libc::SYS_setrlimit,
            libc::SYS_kill,
        ];
        #[cfg(target_arch = "x86_64")]
        refused.extend([
            libc::SYS_open,
            libc::SYS_creat,
            libc::SYS_fork,
            libc::SYS_vfork,
            libc::SYS_unlink,
        ]);
        let rules: BTreeMap<i64, _> = refused.into_iter().map(|call| (call, Vec::new())).collect();
        let not_permitted = u32::try_from(libc::EPERM).ok()?;
        let architecture: TargetArch = std::env::consts::ARCH.try_into().ok()?;
        let filter = SeccompFilter::new(
            rules,
            SeccompAction::Allow,
            SeccompAction::Errno(not_permitted),
            architecture,
        )
        .ok()?;
        let program: BpfProgram = filter.try_into().ok()?;
        seccompiler::apply_filter(&program).ok()
    }
}
