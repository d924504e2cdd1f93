// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Tries many calls in one, each against the same state, and tells how each came out. For tests alone.
contract Probe {
    error Taken();

    /// @dev Reverts always, so that an accepted call leaves nothing behind.
    function attempt(address target, bytes calldata call) external {
        (bool taken, bytes memory answer) = target.call(call);
        if (taken) revert Taken();
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    /// @return all The selector of the error that each call ended with; that of `Taken` for an accepted one, 0 for none.
    function outcomes(address target, bytes[] calldata calls) external returns (bytes4[] memory all) {
        all = new bytes4[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            try this.attempt(target, calls[i]) {} catch (bytes memory why) {
                all[i] = bytes4(why);
            }
        }
    }
}
