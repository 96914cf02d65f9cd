// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Interpreter} from "./Interpreter.sol";

/// @notice The place in memory of a program's layout, as `ProgramStore` made it.
type Layout is uint256;

using ProgramLayout for Layout global;

/// @title Loads the layout of a program, finds its parts, and makes ready what one period needs
library ProgramLayout {
    uint256 private constant CASH = 1;

    /// @notice Loads a layout that is kept as the code of a contract.
    function load(address kept) internal view returns (Layout l) {
        assembly ("memory-safe") {
            let size := sub(extcodesize(kept), 1)
            l := mload(0x40)
            // a word more, so that reading the last bytes as part of a word stays within what is allocated
            mstore(0x40, and(add(add(l, size), 0x5f), not(0x1f)))
            extcodecopy(kept, l, 1, size)
        }
    }

    // --- the numbers of things ---

    function nPeriods(Layout l) internal pure returns (uint256) {
        return _field(l, 0, 192) & type(uint32).max;
    }

    function nSteps(Layout l) internal pure returns (uint256) {
        return _field(l, 0, 224);
    }

    function nInputs(Layout l) internal pure returns (uint256) {
        return _field(l, 0, 48) & type(uint16).max;
    }

    function nSlots(Layout l) internal pure returns (uint256) {
        return _field(l, 0, 32) & type(uint16).max;
    }

    /// @notice How many slots last beyond their period.
    function nLasting(Layout l) internal pure returns (uint256) {
        return _field(l, 0, 16) & type(uint16).max;
    }

    function nPayees(Layout l) internal pure returns (uint256) {
        return _field(l, 0, 0) & type(uint16).max;
    }

    // --- the parts ---

    /// @notice Gives who a payee is, and whether that is the token of a class.
    function payee(Layout l, uint256 which) internal pure returns (address to, bool isClass) {
        uint256 word = _bytes(_part(l, 240), which, 5, 0);
        return (address(uint160(word)), word >> 160 != 0);
    }

    /// @notice Gives the kind of a slot and the number of the payee to whom it belongs, 255 for nobody.
    function slotKind(Layout l, uint256 slot) internal pure returns (uint256 kind, uint256 whose) {
        uint256 both = _bytes(_part(l, 208), slot, 1, 240);
        return (both >> 8, both & 0xff);
    }

    /// @notice Gives the most that an input may bring.
    function most(Layout l, uint256 input) internal pure returns (uint256) {
        return _bytes(_part(l, 224), input, 5, 0);
    }

    /// @notice Gives the opening values of the slots that last.
    function openings(Layout l) internal pure returns (uint256[] memory values) {
        values = new uint256[](l.nLasting());
        for (uint256 i; i < values.length; ++i) values[i] = _bytes(_part(l, 176), i, 3, 192);
    }

    /// @notice Puts the values of the slots that last where their numbers say; gives the money in all accounts.
    /// @param values in the order of the slots that last.
    /// @param slots a place in memory, 32 bytes a slot.
    function scatter(Layout l, uint256[] memory values, uint256 slots) internal pure returns (uint256 cash) {
        (uint256 place, uint256 kinds) = (_part(l, 192), _part(l, 208));
        assembly ("memory-safe") {
            let from := add(values, 32)
            for { let end := add(from, shl(5, mload(values))) } lt(from, end) { from := add(from, 32) } {
                let which := shr(240, mload(place))
                let value := mload(from)
                mstore(add(slots, shl(5, which)), value)
                if eq(byte(0, mload(add(kinds, shl(1, which)))), CASH) { cash := add(cash, value) }
                place := add(place, 2)
            }
        }
    }

    /// @notice Collects the values of the slots that last, in their order; gives the money in all accounts too.
    function gather(Layout l, uint256 slots) internal pure returns (uint256[] memory values, uint256 cash) {
        values = new uint256[](l.nLasting());
        (uint256 place, uint256 kinds) = (_part(l, 192), _part(l, 208));
        assembly ("memory-safe") {
            let to := add(values, 32)
            for { let end := add(to, shl(5, mload(values))) } lt(to, end) { to := add(to, 32) } {
                let which := shr(240, mload(place))
                let value := mload(add(slots, shl(5, which)))
                mstore(to, value)
                if eq(byte(0, mload(add(kinds, shl(1, which)))), CASH) { cash := add(cash, value) }
                place := add(place, 2)
            }
        }
    }

    /// @notice Gives the payment date of a period, in days of the proleptic Gregorian calendar from 1 January of year 1.
    function paymentDay(Layout l, uint256 period) internal view returns (uint256) {
        unchecked {
            return _bytes(copied(l, (_field(l, 0, 160) & type(uint32).max) + 8 * period, 8), 0, 0, 192);
        }
    }

    /// @notice Makes ready the frame in which the interpreter carries out a period; all slots are 0 in it.
    function frame(Layout l, uint256 period) internal view returns (Interpreter.Frame memory f) {
        unchecked {
            f.slots = zeros(l.nSlots());
            f.kinds = _part(l, 208);
            f.chunks = Layout.unwrap(l) + 64;
            f.nSteps = l.nSteps();
            f.steps = copied(l, _field(l, 0, 64) & type(uint32).max, 72 * f.nSteps);
            f.tablesAt = _field(l, 0, 128) & type(uint32).max;
            f.fractionsAt = _field(l, 0, 96) & type(uint32).max;
            f.period = period;
            f.nPeriods = l.nPeriods();
        }
    }

    /// @notice Copies bytes of the program into memory, from as many chunks as they lie in.
    function copied(Layout l, uint256 offset, uint256 length) internal view returns (uint256 to) {
        assembly ("memory-safe") {
            to := mload(0x40)
            mstore(0x40, and(add(add(to, length), 0x5f), not(0x1f)))
            let target := to
            for { } length { } {
                let from := mod(offset, 24575)
                let here := sub(24575, from)
                if gt(here, length) { here := length }
                extcodecopy(mload(add(add(l, 64), shl(5, div(offset, 24575)))), target, add(from, 1), here)
                target := add(target, here)
                offset := add(offset, here)
                length := sub(length, here)
            }
        }
    }

    /// @notice Makes room for words that hold 0.
    function zeros(uint256 count) internal pure returns (uint256 from) {
        assembly ("memory-safe") {
            from := mload(0x40)
            let size := shl(5, count)
            mstore(0x40, add(from, size))
            calldatacopy(from, calldatasize(), size) // what lies past the call's data reads as 0
        }
    }

    /// @dev Gives a word of the head, shifted.
    function _field(Layout l, uint256 word, uint256 shift) private pure returns (uint256 field) {
        assembly ("memory-safe") {
            field := shr(shift, mload(add(l, word)))
        }
    }

    /// @dev Gives the place in memory of a part, whose distance from the head the second word holds.
    function _part(Layout l, uint256 shift) private pure returns (uint256 from) {
        assembly ("memory-safe") {
            from := add(l, and(shr(shift, mload(add(l, 32))), 0xffff))
        }
    }

    /// @dev Gives an item of 2^`scale` bytes of a list, as the high bytes of a word shifted down.
    function _bytes(uint256 from, uint256 which, uint256 scale, uint256 shift) private pure returns (uint256 item) {
        assembly ("memory-safe") {
            item := shr(shift, mload(add(from, shl(scale, which))))
        }
    }
}
