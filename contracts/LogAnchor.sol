// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {Retirable} from "./Retirable.sol";
import {Rfc6962} from "./Rfc6962.sol";

/// @notice What a contract must answer so that another one may continue its logs.
interface ILogAnchorPredecessor {
    function successor() external view returns (address);

    function latest(bytes32 logId) external view returns (uint64 size, bytes32 root);
}

/// @title Checkpoints of transparency logs, each a proven extension of the one before
/// @notice Many logs (one a region) share this contract. A log's checkpoint is `(size, root)` of its RFC 6962 tree. A new one
/// is accepted only with a consistency proof from the last, so that not even the operator of a log can rewrite, drop or
/// reorder what was anchored once.
/// @dev What the chain can't judge: the first root, whether data exists behind appended nodes, and the exact new size among
/// those whose proof has the same shape (RFC 6962 binds the root, not the size; a misstated size fits no later proof). All
/// three are the work of an audit over the log's tiles. There is no proxy and no upgrade: a new rule is a new contract, which
/// the trust list names, to which this one points, and which continues each log from the checkpoint that this one holds.
contract LogAnchor is Retirable {
    /// @notice Enters logs and moves the right to anchor; can't write or change a checkpoint, nor retire the contract.
    bytes32 public constant REGISTRAR_ROLE = keccak256("REGISTRAR_ROLE");

    /// @notice The longest consistency proof between two sizes of 64 bits. A longer one is refused before any hashing.
    uint256 public constant MAX_PROOF_LENGTH = 65;

    struct Log {
        uint64 size;
        address anchorer;
    }

    mapping(bytes32 logId => Log log) private _logs;
    mapping(bytes32 logId => mapping(uint64 size => bytes32 root)) private _roots;
    mapping(bytes32 logId => address predecessor) private _predecessors;

    /// @notice A log was entered, and who may anchor it.
    event LogRegistered(bytes32 indexed logId, address indexed anchorer);
    /// @notice The right to anchor a log moved to another account.
    event AnchorerChanged(bytes32 indexed logId, address indexed previousAnchorer, address indexed anchorer);
    /// @notice A checkpoint was accepted; `previousSize` is 0 for the first one of a log.
    event Anchored(bytes32 indexed logId, uint64 size, bytes32 root, uint64 previousSize);

    /// @notice A log that `predecessor` held goes on here from its last checkpoint there.
    event LogContinued(bytes32 indexed logId, address indexed predecessor, uint64 size, bytes32 root);

    error LogAnchorUnknownLog(bytes32 logId);
    error LogAnchorAlreadyRegistered(bytes32 logId);
    error LogAnchorZeroAnchorer(bytes32 logId);
    error LogAnchorNotAnchorer(bytes32 logId, address caller);
    error LogAnchorNotLarger(bytes32 logId, uint64 currentSize, uint64 offeredSize);
    error LogAnchorZeroRoot(bytes32 logId);
    error LogAnchorProofTooLong(bytes32 logId, uint256 length);
    error LogAnchorProofNotEmpty(bytes32 logId);
    error LogAnchorInconsistent(bytes32 logId, uint64 currentSize, uint64 offeredSize);
    error LogAnchorUnknownCheckpoint(bytes32 logId, uint64 size);
    error LogAnchorNotSuccessor(address predecessor);
    error LogAnchorNothingToContinue(bytes32 logId, address predecessor);

    /// @param adminDelay Seconds between the offer of the admin role and the earliest acceptance by the new admin.
    /// @param admin The first admin: grants roles and retires the contract.
    /// @param registrar The first holder of REGISTRAR_ROLE; another account than the admin's, so that the key that is used
    /// each year is not the one that can give every role away.
    constructor(
        uint48 adminDelay,
        address admin,
        address registrar
    ) AccessControlDefaultAdminRules(adminDelay, admin) {
        _grantRole(REGISTRAR_ROLE, registrar);
    }

    /// @notice Enters a log.
    /// @dev A registrar alone: otherwise anyone could take another region's id first, or fill one with a false first root.
    function registerLog(bytes32 logId, address anchorer) external onlyRole(REGISTRAR_ROLE) whenInUse {
        _enter(logId, anchorer);
    }

    /// @notice Enters a log that goes on from its last checkpoint in a retired contract, so that it stays append-only across both.
    /// @param predecessor The contract that held the log; must have been retired in favour of this one.
    /// @dev Without the look at the predecessor's own pointer a log could go on here while it still grows there: two histories
    /// of one id. The checkpoint is read on chain and not taken from the caller, who could leave out what came last. A made-up
    /// predecessor can put no more here than a false first root could; the event names it, and the trust list tells which it must be.
    function continueLog(
        address predecessor,
        bytes32 logId,
        address anchorer
    ) external onlyRole(REGISTRAR_ROLE) whenInUse {
        _enter(logId, anchorer);
        _predecessors[logId] = predecessor;
        if (ILogAnchorPredecessor(predecessor).successor() != address(this)) revert LogAnchorNotSuccessor(predecessor);
        (uint64 size, bytes32 root) = ILogAnchorPredecessor(predecessor).latest(logId);
        if (size == 0 || root == bytes32(0)) revert LogAnchorNothingToContinue(logId, predecessor);
        _logs[logId].size = size;
        _roots[logId][size] = root;
        emit LogContinued(logId, predecessor, size, root);
    }

    function _enter(bytes32 logId, address anchorer) private {
        if (anchorer == address(0)) revert LogAnchorZeroAnchorer(logId);
        // Registering twice would hand a living log to somebody else without the event that says so.
        if (_logs[logId].anchorer != address(0)) revert LogAnchorAlreadyRegistered(logId);
        _logs[logId].anchorer = anchorer;
        emit LogRegistered(logId, anchorer);
    }

    /// @notice Moves the right to anchor, for instance away from a stolen key. The history stays.
    function changeAnchorer(bytes32 logId, address anchorer) external onlyRole(REGISTRAR_ROLE) {
        address previous = _logs[logId].anchorer;
        if (previous == address(0)) revert LogAnchorUnknownLog(logId);
        if (anchorer == address(0)) revert LogAnchorZeroAnchorer(logId);
        _logs[logId].anchorer = anchorer;
        emit AnchorerChanged(logId, previous, anchorer);
    }

    /// @notice Accepts a checkpoint that extends the last one of this log.
    /// @param logId The log.
    /// @param size Number of leaves; must be larger than the last anchored size.
    /// @param root RFC 6962 root of these leaves.
    /// @param consistencyProof RFC 6962 consistency proof from the last anchored size; empty for the first anchor and from
    /// then on judged by {Rfc6962-isConsistent}.
    function anchor(bytes32 logId, uint64 size, bytes32 root, bytes32[] calldata consistencyProof) external whenInUse {
        // A retired contract takes nothing ({whenInUse}): what came after the checkpoint that its successor read would be a fork.
        Log memory log = _logs[logId];
        // Another log's anchorer, a former one and a stranger are refused alike; an unknown log has no anchorer.
        if (log.anchorer != msg.sender) {
            if (log.anchorer == address(0)) revert LogAnchorUnknownLog(logId);
            revert LogAnchorNotAnchorer(logId, msg.sender);
        }
        // The same size with another root is a fork, a smaller one a removal; the same checkpoint again is a replay.
        if (size <= log.size) revert LogAnchorNotLarger(logId, log.size, size);
        // A zero root reads as "unknown checkpoint" in the history.
        if (root == bytes32(0)) revert LogAnchorZeroRoot(logId);
        // Bounds the gas that a hostile proof can burn, and what `sn` may be shifted by.
        if (consistencyProof.length > MAX_PROOF_LENGTH) revert LogAnchorProofTooLong(logId, consistencyProof.length);
        if (log.size == 0) {
            // Nothing to be consistent with: extra nodes would only be unchecked data.
            if (consistencyProof.length != 0) revert LogAnchorProofNotEmpty(logId);
        } else if (!Rfc6962.isConsistent(log.size, _roots[logId][log.size], size, root, consistencyProof)) {
            // A rewritten history: other leaves, removed leaves, or a root that the proof does not lead to.
            revert LogAnchorInconsistent(logId, log.size, size);
        }
        _logs[logId].size = size;
        _roots[logId][size] = root;
        emit Anchored(logId, size, root, log.size);
    }

    /// @notice The last checkpoint of a log; `(0, 0)` when it has none yet.
    function latest(bytes32 logId) external view returns (uint64 size, bytes32 root) {
        Log memory log = _logs[logId];
        if (log.anchorer == address(0)) revert LogAnchorUnknownLog(logId);
        return (log.size, _roots[logId][log.size]);
    }

    /// @notice The root that was anchored at exactly this size; zero when none was. Which sizes there are is told by {Anchored}
    /// and by {LogContinued}: a list of them on storage would cost each anchor a fifth more.
    function rootAt(bytes32 logId, uint64 size) external view returns (bytes32) {
        return _roots[logId][size];
    }

    /// @notice The contract that held a log before; zero when it began here.
    function predecessorOf(bytes32 logId) external view returns (address) {
        return _predecessors[logId];
    }

    /// @notice Who may anchor a log; zero when it is not registered.
    function anchorerOf(bytes32 logId) external view returns (address) {
        return _logs[logId].anchorer;
    }

    /// @notice Whether an entry's leaf hash is part of an anchored checkpoint, for use by other contracts.
    /// @param leaf SHA-256(0x00 ‖ entry). A caller that lets a user choose the leaf must hash the entry itself, or an inner
    /// node could be passed off as a leaf of a smaller tree.
    /// @dev Only the size of an anchored checkpoint is accepted: the shape of a proof depends on it.
    function verifyInclusion(
        bytes32 logId,
        uint64 size,
        uint64 index,
        bytes32 leaf,
        bytes32[] calldata proof
    ) external view returns (bool) {
        bytes32 root = _roots[logId][size];
        if (root == bytes32(0)) revert LogAnchorUnknownCheckpoint(logId, size);
        return Rfc6962.isIncluded(leaf, index, size, root, proof);
    }
}
