// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IVaultEntries} from "../interfaces/IVaultEntries.sol";
import {ExitSwitch} from "./ExitSwitch.sol";
import {Pausing} from "./Pausing.sol";
import {TokenBooks} from "./TokenBooks.sol";

/// @title The line of everything that ever came in
/// @notice Each payment takes a stretch of its token's line. A checkpoint covers the line up to its cut; what lies
/// beyond, the vault remembers for the account that paid it.
abstract contract Inflow is Pausing, ExitSwitch, TokenBooks {
    /// @inheritdoc IVaultEntries
    uint256 public constant override MAX_UNCOVERED = 256;

    /// @notice One payment on the line, in quanta.
    /// @param end Where its stretch ends.
    /// @param quanta How long its stretch is.
    struct Payment {
        uint128 end;
        uint128 quanta;
    }

    /// @notice The latest payments of one account, in a ring whose slots are used again.
    /// @param first The oldest payment that may not be covered yet.
    /// @param next Where the next payment will stand.
    /// @param ring The payment of number n stands at n modulo the ring's size.
    struct Window {
        uint64 first;
        uint64 next;
        Payment[MAX_UNCOVERED] ring;
    }

    mapping(address token => mapping(address account => Window)) private _windows;

    /// @inheritdoc IVaultEntries
    function uncoveredDepositsOf(address account, address token) public view returns (uint256 quanta) {
        uint256 covered = _books[token].checkpointEntered;
        Window storage window = _windows[token][account];
        // From the newest back, to the first that is covered in full.
        for (uint256 n = window.next; n > window.first; n--) {
            Payment memory payment = window.ring[(n - 1) % MAX_UNCOVERED];
            if (payment.end <= covered) break;
            // A cut through a payment covers the stretch before it.
            quanta += Math.min(payment.quanta, payment.end - covered);
        }
    }

    function _requireInflowOpen() internal view {
        _requireEntriesOpen();
        _requireNoExit();
    }

    /// @dev Puts a payment at the end of its token's line, and remembers it for its account.
    function _enter(address account, address token, uint256 quanta) internal {
        Books storage books = _books[token];
        Payment memory payment;
        payment.quanta = SafeCast.toUint120(quanta);
        payment.end = books.entered + payment.quanta;
        books.entered = SafeCast.toUint120(payment.end);

        Window storage window = _windows[token][account];
        (uint64 first, uint64 next) = _uncovered(window, books.checkpointEntered);
        if (next - first == MAX_UNCOVERED) revert TooManyUncovered(MAX_UNCOVERED);
        window.ring[next % MAX_UNCOVERED] = payment;
        window.first = first;
        window.next = next + 1;
    }

    /// @dev What the account paid in after the cut is forgotten, because it is paid out.
    function _takeUncovered(address account, address token) internal returns (uint256 quanta) {
        quanta = uncoveredDepositsOf(account, token);
        if (quanta == 0) revert NoUncoveredDeposits(account, token);
        Window storage window = _windows[token][account];
        window.first = window.next;
    }

    /// @dev The window without what the checkpoint covers; started anew when that is all, to use the first slots again.
    function _uncovered(
        Window storage window,
        uint256 covered
    ) private view returns (uint64 first, uint64 next) {
        (first, next) = (window.first, window.next);
        while (first < next && window.ring[first % MAX_UNCOVERED].end <= covered) first++;
        if (first == next) return (0, 0);
    }
}
