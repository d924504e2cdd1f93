// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";

/// @title A contract that can't be upgraded, only succeeded
/// @notice There is no proxy: nobody can put other code behind an address that is trusted. New rules are a new contract, to
/// which this one points for ever once its admin retired it.
/// @dev The admin's role is handed over in two steps with a delay between them ({AccessControlDefaultAdminRules}): a mistyped
/// address can't orphan the contract, and a stolen session can't take it at once.
abstract contract Retirable is AccessControlDefaultAdminRules {
    /// @notice The contract that goes on where this one ended; zero while this one is in use.
    address public successor;

    /// @notice This contract ended, and `successor` goes on.
    event Retired(address indexed successor);

    error ContractRetired(address successor);
    error ContractInvalidSuccessor(address successor);

    /// @dev What a retired contract no longer does.
    modifier whenInUse() {
        if (successor != address(0)) revert ContractRetired(successor);
        _;
    }

    /// @notice Ends this contract in favour of another one. Can't be taken back.
    /// @dev The admin alone: whoever could retire a contract could stop a region's anchoring or send its readers elsewhere. Once
    /// only: a pointer that moves would let a later admin lead those who follow it to another history. An account without
    /// code, or this contract itself, would be an end that leads nowhere.
    function retire(address to) external onlyRole(DEFAULT_ADMIN_ROLE) whenInUse {
        if (to == address(this) || to.code.length == 0) revert ContractInvalidSuccessor(to);
        successor = to;
        emit Retired(to);
    }
}
