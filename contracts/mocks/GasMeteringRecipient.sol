// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Takes a payment only while it finds the gas that it was promised
contract GasMeteringRecipient {
    error Starved(uint256 gasFound);

    /// @notice The least gas that the vault's callees are promised, less what entering this function costs.
    uint256 public constant EXPECTED_GAS = 30_000;

    uint256 public received;

    receive() external payable {
        if (gasleft() < EXPECTED_GAS) revert Starved(gasleft());
        received += 1;
    }
}
