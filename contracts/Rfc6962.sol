// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Merkle proofs of RFC 6962, judged on chain
/// @notice Follows the verifier's side of RFC 9162 §2.1.3.2 (inclusion) and §2.1.4.2 (consistency), whose tree is that of
/// RFC 6962: leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right).
/// @dev Every input is chosen by an attacker. A proof that fits is the only way to `true`; nothing here panics.
library Rfc6962 {
    /// @dev The SHA-256 precompile did not answer with 32 bytes. On a chain without it the call "succeeds" with nothing
    /// returned, and whatever lay in memory would pass as a hash.
    error Rfc6962PrecompileMissing();

    /// @notice SHA-256(0x01 ‖ left ‖ right).
    /// @dev By assembly since `sha256(abi.encodePacked(...))` costs about twice as much. The prefix keeps a node from being
    /// passed off as a leaf (second pre-image attack).
    function nodeHash(bytes32 left, bytes32 right) internal view returns (bytes32 hash) {
        bool answered;
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore8(data, 0x01)
            mstore(add(data, 1), left)
            mstore(add(data, 33), right)
            // Arguments are evaluated from right to left: the size is that of this call's answer.
            answered := and(eq(returndatasize(), 0x20), staticcall(gas(), 2, data, 65, 0x00, 0x20))
            hash := mload(0x00)
        }
        if (!answered) revert Rfc6962PrecompileMissing();
    }

    /// @notice Whether the tree of `newSize` leaves under `newRoot` extends the tree of `oldSize` leaves under `oldRoot`.
    /// @dev Sizes must be `0 < oldSize < newSize`; other sizes are never consistent here, so a shrink can't borrow the proof
    /// of an honest growth.
    function isConsistent(
        uint64 oldSize,
        bytes32 oldRoot,
        uint64 newSize,
        bytes32 newRoot,
        bytes32[] calldata proof
    ) internal view returns (bool) {
        if (oldSize == 0 || oldSize >= newSize) return false;
        uint256 fn = uint256(oldSize) - 1;
        uint256 sn = uint256(newSize) - 1;
        while (fn & 1 == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        bytes32 fr;
        uint256 next = 0;
        if (fn == 0) {
            // A power of two: the old root itself is the first node and is not part of the proof.
            fr = oldRoot;
        } else {
            if (proof.length == 0) return false;
            fr = proof[0];
            next = 1;
        }
        bytes32 sr = fr;
        for (; next < proof.length; ++next) {
            // Without this check a surplus node could be folded in above the top, and with it a rewritten root.
            if (sn == 0) return false;
            bytes32 node = proof[next];
            if (fn & 1 == 1 || fn == sn) {
                fr = nodeHash(node, fr);
                sr = nodeHash(node, sr);
                while (fn & 1 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = nodeHash(sr, node);
            }
            fn >>= 1;
            sn >>= 1;
        }
        // `sn != 0`: a truncated proof, whose last node would be taken for the root of the whole tree.
        return sn == 0 && fr == oldRoot && sr == newRoot;
    }

    /// @notice Whether `leaf` (already hashed with the 0x00 prefix) stands at `index` in the tree of `size` leaves under `root`.
    function isIncluded(
        bytes32 leaf,
        uint64 index,
        uint64 size,
        bytes32 root,
        bytes32[] calldata proof
    ) internal view returns (bool) {
        if (index >= size) return false;
        uint256 fn = index;
        uint256 sn = uint256(size) - 1;
        bytes32 hash = leaf;
        for (uint256 i; i < proof.length; ++i) {
            if (sn == 0) return false;
            if (fn & 1 == 1 || fn == sn) {
                hash = nodeHash(proof[i], hash);
                while (fn & 1 == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = nodeHash(hash, proof[i]);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && hash == root;
    }
}
