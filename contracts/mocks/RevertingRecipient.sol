// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Refuses every payment until told otherwise
contract RevertingRecipient {
    error Refused();

    bool public accepts;

    receive() external payable {
        if (!accepts) revert Refused();
    }

    /// @notice Changes whether payments are accepted.
    /// @param accepts_ The new choice.
    function setAccepts(bool accepts_) external {
        accepts = accepts_;
    }

    /// @notice Calls anything, as a wallet would.
    /// @param target The callee.
    /// @param data The calldata.
    function run(address target, bytes calldata data) external {
        (bool ok, bytes memory result) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }
}
