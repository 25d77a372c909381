//! The tree against the reference vectors of RFC 6962 implementations, its recursive definition,
//! and an independent library.

#![expect(
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure is the test's failure"
)]

use ledger::{
    Frontier, Hash, ProofError, consistency_proof, empty_root, inclusion_proof, leaf_hash,
    node_hash, read_proof, root_of, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use std::collections::HashMap;

fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The eight leaves of the certificate-transparency reference tests.
fn reference_leaves() -> Vec<Hash> {
    let contents: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    contents.iter().map(|content| leaf_hash(content)).collect()
}

#[test]
fn roots_are_those_of_the_reference() {
    assert_eq!(
        hexadecimal(&empty_root()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let expected = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut frontier = Frontier::new();
    for (leaf, expected) in reference_leaves().into_iter().zip(expected) {
        frontier.append(leaf);
        assert_eq!(hexadecimal(&frontier.root()), expected);
    }
}

#[test]
fn proofs_are_those_of_the_reference() {
    let leaves = reference_leaves();
    let inclusion = |index, size| -> Vec<String> {
        inclusion_proof(index, size, read_proof(&leaves))
            .unwrap()
            .iter()
            .map(|hash| hexadecimal(hash))
            .collect()
    };
    assert_eq!(
        inclusion(0, 8),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
    assert_eq!(
        inclusion(5, 8),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
    assert_eq!(
        inclusion(2, 3),
        ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]
    );
    let consistency = |old, new| -> Vec<String> {
        consistency_proof(old, new, read_proof(&leaves))
            .unwrap()
            .iter()
            .map(|hash| hexadecimal(hash))
            .collect()
    };
    assert!(consistency(1, 1).is_empty());
    assert_eq!(
        consistency(6, 8),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
    assert_eq!(
        consistency(2, 5),
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]
    );
}

/// RFC 6962, 2.1, word for word.
fn defined_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let split = leaves.len().next_power_of_two() / 2;
            node_hash(
                &defined_root(&leaves[..split]),
                &defined_root(&leaves[split..]),
            )
        }
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count)
        .map(|number| leaf_hash(&number.to_be_bytes()))
        .collect()
}

#[test]
fn every_proof_of_every_small_tree_verifies_and_no_other() {
    let all = leaves(34);
    let mut nodes = HashMap::new();
    let mut frontier = Frontier::new();
    for leaf in &all {
        frontier.append_with(*leaf, |level, index, hash| {
            assert!(nodes.insert((level, index), hash).is_none());
        });
    }
    let stored = |level, index| nodes.get(&(level, index)).copied();
    let roots: Vec<Hash> = (0..=all.len())
        .map(|size| defined_root(&all[..size]))
        .collect();
    for size in 0..=all.len() {
        assert_eq!(root_of(&all[..size]), roots[size]);
        let new = size as u64;
        for (index, leaf) in all[..size].iter().enumerate() {
            let place = index as u64;
            let proof = inclusion_proof(place, new, stored).unwrap();
            assert_eq!(
                proof,
                inclusion_proof(place, new, read_proof(&all)).unwrap()
            );
            let check = |leaf: &Hash, index, size, proof: &[Hash]| {
                verify_inclusion(
                    leaf,
                    index,
                    size,
                    proof,
                    &roots[usize::try_from(new).unwrap()],
                )
            };
            assert_eq!(check(leaf, place, new, &proof), Ok(()));
            assert!(check(&all[(index + 1) % 34], place, new, &proof).is_err());
            for wrong in (0..new).filter(|wrong| *wrong != place) {
                assert!(check(leaf, wrong, new, &proof).is_err());
            }
            let mut longer = proof.clone();
            longer.push([0; 32]);
            assert_eq!(
                check(leaf, place, new, &longer),
                Err(ProofError::WrongLength)
            );
            if let Some((_, shorter)) = proof.split_last() {
                assert_eq!(
                    check(leaf, place, new, shorter),
                    Err(ProofError::WrongLength)
                );
            }
        }
        assert_eq!(
            inclusion_proof(new, new, stored),
            Err(ProofError::OutOfRange)
        );
        for old in 0..=size {
            let proof = consistency_proof(old as u64, new, stored).unwrap();
            let check = |old_root: &Hash, proof: &[Hash]| {
                verify_consistency(old as u64, old_root, new, &roots[size], proof)
            };
            assert_eq!(check(&roots[old], &proof), Ok(()));
            assert!(check(&[1; 32], &proof).is_err());
            let mut longer = proof.clone();
            longer.push([0; 32]);
            assert!(check(&roots[old], &longer).is_err());
            for place in 0..proof.len() {
                let mut changed = proof.clone();
                changed[place][0] ^= 1;
                assert!(check(&roots[old], &changed).is_err());
            }
        }
    }
    // Leaf 34 does not exist yet, so a proof in a tree of 35 leaves lacks its node.
    assert_eq!(
        inclusion_proof(0, 35, stored),
        Err(ProofError::NodeMissing {
            level: 0,
            index: 34
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn an_independent_library_agrees(count in 1_usize..300, one in any::<prop::sample::Index>(), two in any::<prop::sample::Index>()) {
        let mut theirs = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        for number in 0..count {
            theirs.push(number.to_be_bytes().to_vec());
        }
        let all = leaves(count);
        prop_assert_eq!(root_of(&all).to_vec(), theirs.root().as_bytes().to_vec());
        let index = one.index(count);
        let ours = inclusion_proof(index as u64, count as u64, read_proof(&all)).unwrap();
        prop_assert_eq!(ours.concat(), theirs.prove_inclusion(index).as_bytes().to_vec());
        let old = two.index(count) + 1;
        if old < count {
            let ours = consistency_proof(old as u64, count as u64, read_proof(&all)).unwrap();
            prop_assert_eq!(ours.concat(), theirs.prove_consistency(count - old).as_bytes().to_vec());
        }
    }
}
