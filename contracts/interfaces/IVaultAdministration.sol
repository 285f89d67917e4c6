// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultEvents} from "./IVaultEvents.sol";

/// @title Tokens, signer, limits and switches
/// @notice Who may call what is set in the AccessManager.
interface IVaultAdministration {
    /// @notice Makes the vault carry a token, for good. Admin only.
    /// The admin answers for the token: no fee on transfer, no rebasing, no other way for balances to shrink.
    /// @param token The token's contract.
    /// @param quantum The token units that are one quantum; amounts of up to 2^64 quanta must be enough for one batch.
    /// @param limits What may leave the vault in this token.
    function listToken(address token, uint256 quantum, IVaultEvents.OutflowLimits calldata limits) external;

    /// @notice Replaces the signer and raises the signer epoch, which voids all outstanding signatures.
    /// Admin only. Rotating to the same signer is allowed: it voids what it signed.
    /// @param newSigner An account or an ERC-1271 contract; not zero.
    function rotateSigner(address newSigner) external;

    /// @notice Sets the limits on what may leave the vault. Admin only.
    /// @param token The token.
    /// @param newLimits The new limits; the batch cap may not be above the outflow capacity.
    function setOutflowLimits(address token, IVaultEvents.OutflowLimits calldata newLimits) external;

    /// @notice Pauses deposits, registrations and retopups at once. Guardian only.
    function pauseEntries() external;

    /// @notice Pauses payouts at once. Guardian only. Credits stay claimable, and exits open.
    function pausePayouts() external;

    /// @notice Resumes deposits, registrations and retopups. Admin only.
    function unpauseEntries() external;

    /// @notice Resumes payouts. Admin only.
    function unpausePayouts() external;

    /* solhint-disable func-name-mixedcase */

    /// @notice The most tokens that the vault can carry, the native coin included.
    /// @return The number of tokens.
    function MAX_TOKENS() external view returns (uint256);

    /* solhint-enable func-name-mixedcase */

    /// @notice All tokens that the vault carries, in the order of their listing.
    /// @return The tokens; the native coin, as the zero address, is the first.
    function listedTokens() external view returns (address[] memory);

    /// @notice The token units that are one quantum.
    /// @param token The token.
    /// @return The units, wei for the native coin; zero for a token that is not listed.
    function quantumOf(address token) external view returns (uint256);

    /// @notice Who signs batches and entries.
    /// @return The signer; an account or an ERC-1271 contract.
    function signer() external view returns (address);

    /// @notice The epoch that signatures must name; each rotation raises it by one.
    /// @return The epoch, from 1.
    function signerEpoch() external view returns (uint64);

    /// @notice Whether deposits, registrations and retopups are paused.
    /// @return True while they are refused.
    function entriesPaused() external view returns (bool);

    /// @notice Whether payouts are paused.
    /// @return True while batches are refused.
    function payoutsPaused() external view returns (bool);

    /// @notice The limits on what may leave the vault.
    /// @param token The token.
    /// @return The limits, in quanta.
    function outflowLimits(address token) external view returns (IVaultEvents.OutflowLimits memory);

    /// @notice What the outflow limit lets leave the vault now.
    /// @param token The token.
    /// @return The amount in quanta.
    function outflowAvailable(address token) external view returns (uint256);
}
