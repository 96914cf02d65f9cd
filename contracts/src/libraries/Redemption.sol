// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IWaterfallVault} from "../interfaces/IWaterfallVault.sol";
import {Layout, ProgramLayout} from "./ProgramLayout.sol";

/// @title What the books of a vault say is outstanding of a class
/// @notice The slots of a program say of what kind each is and whose (`chizai.deal.program.SlotKind`).
library Redemption {
    uint256 private constant PRINCIPAL = 2;
    uint256 private constant INTEREST_ON_INTEREST = 4;
    uint256 private constant DISTRIBUTED = 7;
    uint256 private constant UNDRAWN = 12;
    uint256 private constant WRITTEN_OFF = 13;

    /// @notice Gives the principal, interest and interest on interest that a class is owed.
    function outstandingMinor(IWaterfallVault vault, address token) internal view returns (uint256 owed) {
        (owed,) = _read(vault, token);
    }

    /// @notice Tells whether nothing can be paid on a class any more.
    /// @dev So it is when the program has no period left; or before, when all that the class was owed is paid, it takes no
    /// part in what is left over, and nothing is undrawn or written off that could be owed again. Whose that would be a
    /// layout does not say, so that it counts for every class.
    function isFinal(IWaterfallVault vault, address token) internal view returns (bool) {
        (uint256 nextPeriod,,) = vault.status();
        if (nextPeriod >= ProgramLayout.load(vault.layoutAt()).nPeriods()) return true;
        (uint256 owed, bool mayGrow) = _read(vault, token);
        return owed == 0 && !mayGrow;
    }

    function _read(IWaterfallVault vault, address token) private view returns (uint256 owed, bool mayGrow) {
        Layout l = ProgramLayout.load(vault.layoutAt());
        uint256[] memory held = vault.closing();
        bool hasPrincipal = false;
        for (uint256 each = 0; each < held.length; ++each) {
            (uint256 kind, uint256 whose) = l.slotKind(each);
            if ((kind == UNDRAWN || kind == WRITTEN_OFF) && held[each] != 0) mayGrow = true;
            if (!_isOf(l, whose, token)) continue;
            if (kind >= PRINCIPAL && kind <= INTEREST_ON_INTEREST) owed += held[each];
            if (kind == PRINCIPAL) hasPrincipal = true;
            if (kind == DISTRIBUTED) mayGrow = true;
        }
        if (!hasPrincipal) mayGrow = true; // it lives on what is left over
    }

    function _isOf(Layout l, uint256 whose, address token) private pure returns (bool) {
        if (whose >= l.nPayees()) return false;
        (address to, bool isClass) = l.payee(whose);
        return isClass && to == token;
    }
}
