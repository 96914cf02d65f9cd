// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IProgramStore, Payee} from "./interfaces/IProgramStore.sol";
import {Chunks} from "./libraries/Chunks.sol";

/// @title Keeps compiled programs for vaults
/// @notice The bytes are those of `chizai.deal.encoding`: big-endian 64-bit integers and length-prefixed texts. They are
/// read once and every operand of every step is checked, so that a vault checks none. What is found is kept beside the
/// bytes, as code as they are, so that a period reads only what it needs:
///
///   2 words: in the first the numbers of steps and periods, the offsets of the payment dates, the first table, the
///   first row of fractions and the first step (4 bytes each), and the numbers of inputs, slots, slots that last, and
///   payees (2 each); in the second the distances of the lists that follow from the beginning (2 each);
///   a word for each chunk's address, each payee (1 above the address for a class), the most that each input may bring;
///   2 bytes for each slot (its kind, its payee's number), 2 for the number of each slot that lasts, and 8 for its
///   opening value.
///
/// It has no owner, and what it has kept never changes. A vault names its store for ever: who checks the code of the one
/// checks that of the other.
contract ProgramStore is IProgramStore {
    uint256 private constant CASH = 1;
    uint256 private constant GUARANTEE_LEFT = 8;
    uint256 private constant WORK = 11;
    uint256 private constant NONE = type(uint64).max;
    uint256 private constant NOBODY = 0xff;

    /// @dev What each operand must be, five digits an operation: 0 anything, 1 a slot, 2 a slot or none, 3 a rate, 4 a
    /// table, 5 a row of fractions, 6 an input, 7 an input or none. Of SPLIT, b is a count and is checked apart.
    uint256 private constant SHAPES_1_TO_12 =
        0x11720_10000_14000_11000_11350_11300_11000_11000_10120_12222_11000_11000;
    uint256 private constant SHAPES_13_TO_19 = 0x11100_11000_11000_11110_11100_16000_11150;

    /// @notice The bytes have another digest than the deal.
    error OtherDigest(bytes32 found, bytes32 expected);
    /// @notice The bytes are not a whole program of this format, from this offset on.
    error NotAProgram(uint256 offset);
    /// @notice A number lies outside 0 to 2^63 - 1, or a denominator is 0; the number's offset.
    error NumberOutOfRange(uint256 offset);
    /// @notice The vault cannot carry out a step: an operand does not exist, or nobody is named whom it would pay.
    error StepRefused(uint256 step);

    /// @dev A place in the bytes that moves on as they are read, and what has been found so far.
    struct Reading {
        bytes program;
        uint256 offset;
        uint256 nPeriods;
        uint256 nInputs;
        uint256 nSlots;
        uint256 nTables;
        uint256 nFractions;
        uint256 nSteps;
        uint256 datesAt;
        uint256 tablesAt;
        uint256 fractionsAt;
        uint256 stepsAt;
        bytes mosts;
        bytes kinds;
        bytes lasting;
        bytes openings;
    }

    /// @dev What a layout was made of.
    struct Digests {
        bytes32 programDigest;
        bytes32 payeesDigest;
    }

    /// @inheritdoc IProgramStore
    mapping(address layoutAt => Digests) public digestsOf;

    /// @inheritdoc IProgramStore
    function keep(address[] memory chunks, bytes32 digest, Payee[] memory payees) external returns (address layoutAt) {
        Reading memory r;
        r.program = Chunks.join(chunks);
        bytes32 actual = sha256(r.program);
        if (actual != digest) revert OtherDigest(actual, digest);
        _beginning(r);
        _inputs(r);
        _slots(r, payees);
        _numbers(r);
        _steps(r);
        for (uint256 n = _word(r); n > 0; --n) _skipText(r);
        if (r.offset != r.program.length) revert NotAProgram(r.offset);
        layoutAt = Chunks.store(_layout(r, chunks, payees));
        digestsOf[layoutAt] = Digests(digest, keccak256(abi.encode(payees)));
        emit Kept(digest, layoutAt, chunks, payees);
    }

    function _layout(Reading memory r, address[] memory chunks, Payee[] memory payees)
        private
        pure
        returns (bytes memory)
    {
        if (payees.length >= NOBODY) revert NotAProgram(0);
        uint256[] memory words = new uint256[](2 + chunks.length + payees.length);
        (words[0], words[1]) = (_head(r, payees.length), _distances(r, payees.length, chunks.length));
        for (uint256 i; i < chunks.length; ++i) words[2 + i] = uint160(chunks[i]);
        for (uint256 i; i < payees.length; ++i) {
            words[2 + chunks.length + i] = uint160(payees[i].to) | (payees[i].isClass ? 1 << 160 : 0);
        }
        return bytes.concat(abi.encodePacked(words), r.mosts, r.kinds, r.lasting, r.openings);
    }

    function _head(Reading memory r, uint256 nPayees) private pure returns (uint256 word) {
        word = (r.nSteps << 224) | (r.nPeriods << 192) | (r.datesAt << 160) | (r.tablesAt << 128);
        word |= (r.fractionsAt << 96) | (r.stepsAt << 64) | (r.nInputs << 48) | (r.nSlots << 32);
        word |= ((r.lasting.length / 2) << 16) | nPayees;
    }

    function _distances(Reading memory r, uint256 nPayees, uint256 nChunks) private pure returns (uint256 word) {
        uint256 payeesAt = 64 + 32 * nChunks;
        uint256 mostsAt = payeesAt + 32 * nPayees;
        uint256 kindsAt = mostsAt + r.mosts.length;
        uint256 lastingAt = kindsAt + r.kinds.length;
        uint256 openingsAt = lastingAt + r.lasting.length;
        word = (payeesAt << 240) | (mostsAt << 224) | (kindsAt << 208) | (lastingAt << 192) | (openingsAt << 176);
    }

    function _beginning(Reading memory r) private pure {
        if (bytes16(bytes32(_load(r.program, 0))) != "CHIZAI PROGRAM 2") revert NotAProgram(0);
        r.offset = 16;
        _skipText(r);
        _skipText(r);
        _skipText(r);
        r.nPeriods = _count(r, type(uint32).max);
        r.datesAt = r.offset;
        for (uint256 i; i < r.nPeriods; ++i) _number(r);
    }

    function _inputs(Reading memory r) private pure {
        r.nInputs = _count(r, type(uint16).max - 1);
        r.mosts = new bytes(32 * r.nInputs);
        for (uint256 i; i < r.nInputs; ++i) {
            _number(r);
            _skipText(r);
            _put(r.mosts, 32 * i, _number(r));
        }
    }

    function _slots(Reading memory r, Payee[] memory payees) private pure {
        uint256 n = r.nSlots = _count(r, type(uint16).max - 1);
        bytes32[] memory names = new bytes32[](payees.length);
        for (uint256 i; i < payees.length; ++i) names[i] = keccak256(bytes(payees[i].name));
        r.kinds = new bytes(2 * n);
        r.lasting = new bytes(2 * n);
        r.openings = new bytes(8 * n + 32); // room for the word that the last is written as
        uint256 nLasting;
        for (uint256 i; i < n; ++i) {
            uint256 kind = _number(r);
            bytes32 name = _skipText(r);
            uint256 opening = _number(r);
            bool lasts = kind != WORK;
            if (kind > 0xff || (!lasts && opening != 0)) revert NumberOutOfRange(r.offset - 8);
            r.kinds[2 * i] = bytes1(uint8(kind));
            r.kinds[2 * i + 1] = bytes1(uint8(kind <= GUARANTEE_LEFT ? _payee(names, name) : NOBODY));
            if (lasts) {
                r.lasting[2 * nLasting] = bytes1(uint8(i >> 8));
                r.lasting[2 * nLasting + 1] = bytes1(uint8(i));
                _put(r.openings, 8 * nLasting++, opening << 192);
            }
        }
        _shorten(r.lasting, r.openings, nLasting);
    }

    /// @dev Finds the payee of a name; of two with one name the later, which an amendment put in the other's place.
    function _payee(bytes32[] memory names, bytes32 name) private pure returns (uint256) {
        for (uint256 i = names.length; i > 0; --i) {
            if (names[i - 1] == name) return i - 1;
        }
        return NOBODY;
    }

    function _shorten(bytes memory lasting, bytes memory openings, uint256 n) private pure {
        assembly ("memory-safe") {
            mstore(lasting, shl(1, n))
            mstore(openings, shl(3, n))
        }
    }

    /// @dev Checks the tables and the year fractions, each with a number for every period.
    function _numbers(Reading memory r) private pure {
        r.nTables = _count(r, type(uint16).max);
        r.tablesAt = r.offset;
        for (uint256 i; i < r.nTables; ++i) {
            if (_word(r) != r.nPeriods) revert NotAProgram(r.offset);
            for (uint256 j; j < r.nPeriods; ++j) _number(r);
        }
        r.nFractions = _count(r, type(uint16).max);
        r.fractionsAt = r.offset;
        for (uint256 i; i < r.nFractions; ++i) {
            if (_word(r) != r.nPeriods) revert NotAProgram(r.offset);
            for (uint256 j; j < r.nPeriods; ++j) {
                _number(r);
                if (_number(r) == 0) revert NumberOutOfRange(r.offset - 8);
            }
        }
    }

    function _steps(Reading memory r) private pure {
        r.nSteps = _count(r, type(uint32).max);
        r.stepsAt = r.offset;
        uint256 end = r.offset + 72 * r.nSteps;
        if (end > r.program.length) revert NotAProgram(r.offset);
        uint256 place = r.offset;
        for (uint256 i; i < r.nSteps; ++i) {
            if (!_isSound(r, place)) revert StepRefused(i);
            place += 72;
        }
        r.offset = end;
    }

    /// @dev Tells whether a step's operands exist, its periods are periods, and what it pays out has a payee.
    function _isSound(Reading memory r, uint256 place) private pure returns (bool) {
        bytes memory program = r.program;
        uint256 op = _load(program, place) >> 192;
        if (op == 0 || op > 19 || (_operand(program, place, 7) | _operand(program, place, 8)) >> 32 != 0) return false;
        uint256 shapes = op <= 12 ? SHAPES_1_TO_12 << (16 + 20 * (op - 1)) : SHAPES_13_TO_19 << (116 + 20 * (op - 13));
        unchecked {
            // five digits from the top; those that say "anything" at the end need no look
            shapes = (shapes >> 236) << 236;
            for (uint256 next = place + 8; shapes != 0; next += 8) {
                uint256 shape = shapes >> 252;
                if (shape != 0 && !_fits(r, shape, _operand(program, next, 0))) return false;
                shapes <<= 4;
            }
        }
        (uint256 a, uint256 b) = (_operand(program, place, 1), _operand(program, place, 2));
        if (op == 9) return b <= r.nSlots && a + b <= r.nSlots;
        return op != 10 || _hasPayee(r, a, b, _operand(program, place, 5));
    }

    /// @dev Reads one of the nine integers of a step.
    function _operand(bytes memory program, uint256 place, uint256 which) private pure returns (uint256 operand) {
        assembly ("memory-safe") {
            operand := shr(192, mload(add(add(program, 32), add(place, shl(3, which)))))
        }
    }

    function _fits(Reading memory r, uint256 shape, uint256 operand) private pure returns (bool) {
        if (shape <= 2) return operand < r.nSlots || (shape == 2 && operand == NONE);
        if (shape == 3) return operand >> 63 == 0;
        if (shape == 4) return operand < r.nTables;
        if (shape == 5) return operand < r.nFractions;
        return operand < r.nInputs || (shape == 7 && operand == NONE && r.nInputs != 0);
    }

    function _hasPayee(Reading memory r, uint256 source, uint256 due, uint256 receiver) private pure returns (bool) {
        uint256 kind = uint8(r.kinds[2 * source]);
        if (kind == GUARANTEE_LEFT && uint8(r.kinds[2 * source + 1]) == NOBODY) return false;
        if (kind != CASH && kind != GUARANTEE_LEFT) return true;
        if (receiver != NONE && uint8(r.kinds[2 * receiver]) == CASH) return true;
        uint256 owner = due == NONE ? receiver : due;
        return owner != NONE && uint8(r.kinds[2 * owner + 1]) != NOBODY;
    }

    // --- the bytes ---

    function _load(bytes memory content, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(content, 32), offset))
        }
    }

    function _put(bytes memory content, uint256 offset, uint256 word) private pure {
        assembly ("memory-safe") {
            mstore(add(add(content, 32), offset), word)
        }
    }

    /// @dev Reads an integer as 64 bits without a sign: -1 is 2^64 - 1.
    function _word(Reading memory r) private pure returns (uint256 word) {
        uint256 offset = r.offset;
        if (offset + 8 > r.program.length) revert NotAProgram(offset);
        word = _load(r.program, offset) >> 192;
        r.offset = offset + 8;
    }

    /// @dev Reads an integer that must not be below 0.
    function _number(Reading memory r) private pure returns (uint256 number) {
        number = _word(r);
        if (number >> 63 != 0) revert NumberOutOfRange(r.offset - 8);
    }

    /// @dev Reads how many items follow.
    function _count(Reading memory r, uint256 most) private pure returns (uint256 count) {
        count = _word(r);
        if (count > most) revert NumberOutOfRange(r.offset - 8);
    }

    /// @dev Passes over a text, and gives its hash.
    function _skipText(Reading memory r) private pure returns (bytes32 hash) {
        uint256 length = _word(r);
        uint256 offset = r.offset;
        if (offset + length > r.program.length) revert NotAProgram(offset);
        bytes memory program = r.program;
        assembly ("memory-safe") {
            hash := keccak256(add(add(program, 32), offset), length)
        }
        r.offset = offset + length;
    }
}
