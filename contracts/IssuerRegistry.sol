// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {Retirable} from "./Retirable.sol";

/// @title Which authority may issue which type of licence in which period, and with which keys
/// @notice The trust list's rights and certificates on a chain, for contracts and for people who don't take the registry's word.
/// An authority is its unified social credit code and a type its type code, each as ASCII text in 32 bytes, filled with zeros
/// on the right; a key is the SHA-256 of its certificate's DER. Times are seconds since 1970; a period begins with `from` and
/// ends before `until`, and an `until` of 0 is open.
/// @dev Each entry says when it was written: what was granted for a time long past reads so. What ended is never changed again.
contract IssuerRegistry is Retirable, Pausable {
    /// @notice Grants and ends rights.
    bytes32 public constant REGISTRAR_ROLE = keccak256("REGISTRAR_ROLE");
    /// @notice Adds and ends keys, and reports their compromise. Another account than a registrar's: who takes one of the two
    /// can neither sign for an authority that has a right nor give a right to a key of their own.
    bytes32 public constant KEY_KEEPER_ROLE = keccak256("KEY_KEEPER_ROLE");
    /// @notice Stops whatever gives power to sign, for instance when the key of another role was stolen.
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    struct Right {
        bytes32 authority;
        bytes32 typeCode;
        uint64 from;
        uint64 until;
        uint64 recordedAt;
        uint64 endRecordedAt;
    }

    struct Key {
        bytes32 authority;
        bytes32 thumbprint;
        uint64 from;
        uint64 until;
        uint64 compromisedAt;
        uint64 recordedAt;
    }

    struct RightGrant {
        bytes32 authority;
        bytes32 typeCode;
        uint64 from;
        uint64 until;
    }

    struct KeyGrant {
        bytes32 authority;
        bytes32 thumbprint;
        uint64 from;
        uint64 until;
    }

    Right[] private _rights;
    mapping(bytes32 authority => mapping(bytes32 typeCode => uint256[] ids)) private _rightIds;
    Key[] private _keys;
    /// @dev One more than the key's place, so that 0 means unknown.
    mapping(bytes32 thumbprint => uint256 place) private _keyPlaces;

    event RightGranted(
        uint256 indexed id,
        bytes32 indexed authority,
        bytes32 indexed typeCode,
        uint64 from,
        uint64 until
    );
    event RightEndChanged(uint256 indexed id, uint64 previousUntil, uint64 until);
    event KeyAdded(bytes32 indexed authority, bytes32 indexed thumbprint, uint64 from, uint64 until);
    event KeyEndChanged(bytes32 indexed thumbprint, uint64 previousUntil, uint64 until);
    event KeyCompromised(bytes32 indexed authority, bytes32 indexed thumbprint, uint64 since);

    error IssuerRegistryZeroName();
    error IssuerRegistryEmptyPeriod(uint64 from, uint64 until);
    error IssuerRegistryOverlap(uint256 id);
    error IssuerRegistryUnknownRight(uint256 id);
    error IssuerRegistryUnknownKey(bytes32 thumbprint);
    error IssuerRegistryKeyExists(bytes32 thumbprint);
    error IssuerRegistryEnded(uint64 until);
    error IssuerRegistryEndInPast(uint64 until);
    error IssuerRegistryInvalidCompromise(bytes32 thumbprint, uint64 since);

    /// @param adminDelay Seconds between the offer of the admin role and the earliest acceptance by the new admin.
    /// @param admin Grants roles and retires the contract; writes neither rights nor keys.
    constructor(
        uint48 adminDelay,
        address admin,
        address registrar,
        address keyKeeper,
        address pauser
    ) AccessControlDefaultAdminRules(adminDelay, admin) {
        _grantRole(REGISTRAR_ROLE, registrar);
        _grantRole(KEY_KEEPER_ROLE, keyKeeper);
        _grantRole(PAUSER_ROLE, pauser);
    }

    /// @notice Stops new rights, new keys and longer periods. Reading goes on, and so do ending a right or a key and reporting a
    /// compromise: a pause must not be a way to keep a stolen key in use.
    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    /// @dev The admin, not who paused: a stolen pauser's key can hold things up, and can't end a pause that holds a thief up.
    function unpause() external onlyRole(DEFAULT_ADMIN_ROLE) {
        _unpause();
    }

    /// @notice Grants rights, all or none. A period may begin in the past, since a law gives the right and not this entry.
    /// @dev Two periods of one right never overlap: an open one beneath would go on when the other is ended.
    function grantRights(
        RightGrant[] calldata grants
    ) external onlyRole(REGISTRAR_ROLE) whenInUse whenNotPaused {
        for (uint256 i; i < grants.length; ++i) {
            RightGrant calldata given = grants[i];
            if (given.authority == 0 || given.typeCode == 0) revert IssuerRegistryZeroName();
            _requirePeriod(given.from, given.until);
            uint256[] storage ids = _rightIds[given.authority][given.typeCode];
            _requireApart(ids, type(uint256).max, given.from, given.until);
            uint256 id = _rights.length;
            _rights.push(
                Right(given.authority, given.typeCode, given.from, given.until, uint64(block.timestamp), 0)
            );
            ids.push(id);
            emit RightGranted(id, given.authority, given.typeCode, given.from, given.until);
        }
    }

    /// @notice Sets the end of a right that has not ended yet: shorter, longer or open (0).
    /// @dev Not into the past: licences that were issued rightfully would turn into forgeries. Not after the end: what was not
    /// allowed then would be made so afterwards without an entry of its own.
    function changeRightEnd(uint256 id, uint64 until) external onlyRole(REGISTRAR_ROLE) {
        if (id >= _rights.length) revert IssuerRegistryUnknownRight(id);
        Right storage right = _rights[id];
        uint64 previous = right.until;
        _requireMovable(right.from, previous, until);
        _requireApart(_rightIds[right.authority][right.typeCode], id, right.from, until);
        right.until = until;
        right.endRecordedAt = uint64(block.timestamp);
        emit RightEndChanged(id, previous, until);
    }

    /// @notice Adds keys, all or none.
    /// @dev A thumbprint belongs to one authority for ever: nobody can claim another's certificate as their own, and a
    /// compromised one can't come back under a new entry.
    function addKeys(KeyGrant[] calldata grants) external onlyRole(KEY_KEEPER_ROLE) whenInUse whenNotPaused {
        for (uint256 i; i < grants.length; ++i) {
            KeyGrant calldata given = grants[i];
            if (given.authority == 0 || given.thumbprint == 0) revert IssuerRegistryZeroName();
            if (_keyPlaces[given.thumbprint] != 0) revert IssuerRegistryKeyExists(given.thumbprint);
            _requirePeriod(given.from, given.until);
            _keys.push(
                Key(given.authority, given.thumbprint, given.from, given.until, 0, uint64(block.timestamp))
            );
            _keyPlaces[given.thumbprint] = _keys.length;
            emit KeyAdded(given.authority, given.thumbprint, given.from, given.until);
        }
    }

    /// @notice Sets the end of a key that has not ended yet. What it signed before stays good; see {reportCompromise}.
    function changeKeyEnd(bytes32 thumbprint, uint64 until) external onlyRole(KEY_KEEPER_ROLE) {
        Key storage key = _keys[_placeOf(thumbprint)];
        uint64 previous = key.until;
        _requireMovable(key.from, previous, until);
        key.until = until;
        emit KeyEndChanged(thumbprint, previous, until);
    }

    /// @notice Says that from `since` on nothing that the key signs counts. `since` may lie in the past, since a theft is found
    /// out later than it happens.
    /// @dev It may move to an earlier moment and never to a later one or away: who steals the keeper's key too could otherwise
    /// make the stolen key good again.
    function reportCompromise(bytes32 thumbprint, uint64 since) external onlyRole(KEY_KEEPER_ROLE) {
        Key storage key = _keys[_placeOf(thumbprint)];
        if (since == 0 || since > block.timestamp || (key.compromisedAt != 0 && since >= key.compromisedAt)) {
            revert IssuerRegistryInvalidCompromise(thumbprint, since);
        }
        key.compromisedAt = since;
        emit KeyCompromised(key.authority, thumbprint, since);
    }

    /// @notice Whether an authority has the right to issue a type at a moment.
    function mayIssue(bytes32 authority, bytes32 typeCode, uint64 time) external view returns (bool) {
        uint256[] storage ids = _rightIds[authority][typeCode];
        for (uint256 i; i < ids.length; ++i) {
            Right storage right = _rights[ids[i]];
            if (_within(right.from, right.until, time)) return true;
        }
        return false;
    }

    /// @notice Whether what this authority's key signed at a moment counts.
    function keyValid(bytes32 authority, bytes32 thumbprint, uint64 time) external view returns (bool) {
        uint256 place = _keyPlaces[thumbprint];
        if (place == 0) return false;
        Key storage key = _keys[place - 1];
        if (key.authority != authority || (key.compromisedAt != 0 && time >= key.compromisedAt)) return false;
        return _within(key.from, key.until, time);
    }

    /// @notice How many rights were ever granted; their ids run from 0.
    function rightCount() external view returns (uint256) {
        return _rights.length;
    }

    /// @notice Up to `limit` rights from id `offset` on, those that ended included.
    function rights(uint256 offset, uint256 limit) external view returns (Right[] memory page) {
        page = new Right[](_pageLength(_rights.length, offset, limit));
        for (uint256 i; i < page.length; ++i) page[i] = _rights[offset + i];
    }

    /// @notice The ids of an authority's rights to issue a type, in the order of granting.
    function rightIdsOf(bytes32 authority, bytes32 typeCode) external view returns (uint256[] memory) {
        return _rightIds[authority][typeCode];
    }

    /// @notice How many keys were ever added.
    function keyCount() external view returns (uint256) {
        return _keys.length;
    }

    /// @notice Up to `limit` keys from place `offset` on, in the order of adding, those that ended included.
    function keys(uint256 offset, uint256 limit) external view returns (Key[] memory page) {
        page = new Key[](_pageLength(_keys.length, offset, limit));
        for (uint256 i; i < page.length; ++i) page[i] = _keys[offset + i];
    }

    /// @notice The entry of a key.
    function keyOf(bytes32 thumbprint) external view returns (Key memory) {
        return _keys[_placeOf(thumbprint)];
    }

    function _placeOf(bytes32 thumbprint) private view returns (uint256) {
        uint256 place = _keyPlaces[thumbprint];
        if (place == 0) revert IssuerRegistryUnknownKey(thumbprint);
        return place - 1;
    }

    function _requirePeriod(uint64 from, uint64 until) private pure {
        if (until != 0 && until <= from) revert IssuerRegistryEmptyPeriod(from, until);
    }

    /// @dev Shortening is taking away and always possible; a longer period is given, so a pause and the retirement stop it.
    function _requireMovable(uint64 from, uint64 previous, uint64 until) private view {
        if (previous != 0 && previous <= block.timestamp) revert IssuerRegistryEnded(previous);
        if (until != 0 && until < block.timestamp) revert IssuerRegistryEndInPast(until);
        // A period that has not begun may be emptied: that takes back a grant which nobody could use yet.
        if (until != 0 && until < from) revert IssuerRegistryEmptyPeriod(from, until);
        bool longer = until == 0 || (previous != 0 && until > previous);
        if (!longer) return;
        _requireNotPaused();
        if (successor != address(0)) revert ContractRetired(successor);
    }

    function _requireApart(uint256[] storage ids, uint256 self, uint64 from, uint64 until) private view {
        for (uint256 i; i < ids.length; ++i) {
            if (ids[i] == self) continue;
            Right storage other = _rights[ids[i]];
            // Taken back before it began: nothing is left of it.
            if (other.until != 0 && other.until <= other.from) continue;
            bool before = until != 0 && until <= other.from;
            bool behind = other.until != 0 && other.until <= from;
            if (!before && !behind) revert IssuerRegistryOverlap(ids[i]);
        }
    }

    function _within(uint64 from, uint64 until, uint64 time) private pure returns (bool) {
        return time >= from && (until == 0 || time < until);
    }

    function _pageLength(uint256 count, uint256 offset, uint256 limit) private pure returns (uint256) {
        if (offset >= count) return 0;
        return limit < count - offset ? limit : count - offset;
    }
}
