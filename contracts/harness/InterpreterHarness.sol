// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Chunks} from "../src/libraries/Chunks.sol";
import {Interpreter} from "../src/libraries/Interpreter.sol";

/// @notice One step of a program over a few slots, without a vault around it.
contract InterpreterHarness {
    int64 public constant NONE = -1;

    /// @notice Carries out a step; gives the slots after it. `numbers` is the program: a table's number, then a
    /// fraction's numerator and denominator, each after the count that stands before a row.
    function run(uint256[] memory slots, int64[9] memory step, uint64[3] memory numbers)
        external
        returns (uint256[] memory)
    {
        bytes memory rows = abi.encodePacked(uint64(1), numbers[0], uint64(1), numbers[1], numbers[2]);
        Interpreter.Frame memory f;
        uint256[] memory chunks = new uint256[](1);
        chunks[0] = uint160(Chunks.store(rows));
        bytes memory steps = bytes.concat(
            abi.encodePacked(step[0], step[1], step[2], step[3], step[4]),
            abi.encodePacked(step[5], step[6], step[7], step[8])
        );
        uint256[] memory zeros = new uint256[](slots.length);
        (f.slots, f.chunks, f.kinds) = (_place(slots), _place(chunks), _place(new uint256[](slots.length)));
        (f.steps, f.paid, f.drawn, f.brought) = (_place(steps), _place(zeros), _place(zeros), _place(zeros));
        (f.tablesAt, f.fractionsAt, f.nPeriods, f.nSteps) = (0, 16, 1, 1);
        Interpreter.run(f);
        return slots;
    }

    function _place(uint256[] memory list) private pure returns (uint256 from) {
        assembly ("memory-safe") {
            from := add(list, 32)
        }
    }

    function _place(bytes memory content) private pure returns (uint256 from) {
        assembly ("memory-safe") {
            from := add(content, 32)
        }
    }
}
