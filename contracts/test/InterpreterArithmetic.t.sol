// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IWaterfallVault} from "../src/interfaces/IWaterfallVault.sol";
import {Shipped} from "./Shipped.sol";
import {Test} from "./Test.sol";

/// @notice What `harness/InterpreterHarness.sol` does, which is built as what ships is.
interface IInterpreterHarness {
    function run(uint256[] memory slots, int64[9] memory step, uint64[3] memory numbers)
        external
        returns (uint256[] memory);
}

/// @notice Interest, shares, ratios, splits and caps against the plainest Solidity that says what they are: checked
/// arithmetic, one statement for each rule, nothing shared with the interpreter.
contract InterpreterArithmeticTest is Test {
    uint256 private constant MAX = 2 ** 63 - 1;
    int64 private constant NONE = -1;
    IInterpreterHarness private _machine;

    function setUp() public {
        _machine = IInterpreterHarness(Shipped.create("../build/contracts/InterpreterHarness.json", ""));
    }

    function _slots(uint256 a, uint256 b, uint256 c, uint256 d) private pure returns (uint256[] memory slots) {
        slots = new uint256[](6);
        (slots[0], slots[1], slots[2], slots[3]) = (a, b, c, d);
    }

    function _step(int64 op, int64 a, int64 b, int64 c, int64 d, int64 e) private pure returns (int64[9] memory) {
        return [op, a, b, c, d, e, NONE, int64(0), int64(0)];
    }

    /// @dev Runs a step; what goes past 2^63 - 1 must be refused by name.
    function _becomes(uint256[] memory slots, int64[9] memory step, uint64[3] memory numbers, uint256 expected)
        private
    {
        if (expected > MAX) vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.StepOutOfRange.selector, 0));
        uint256[] memory found = _machine.run(slots, step, numbers);
        if (expected <= MAX) assertEq(found[uint64(step[1])], expected);
    }

    function test_interest_is_balance_times_rate_times_fraction_rounded_down(
        uint256 owed,
        uint256 balance,
        uint256 rate,
        uint256 numerator,
        uint256 denominator
    ) public {
        (owed, balance) = (bound(owed, 0, 10 ** 12), bound(balance, 0, 10 ** 14));
        (rate, numerator) = (bound(rate, 0, 2_000_000), bound(numerator, 0, 1000));
        denominator = bound(denominator, 1, 366);
        uint256 exact = balance * rate * numerator;
        uint256 floor = (exact - exact % (denominator * 1_000_000)) / (denominator * 1_000_000);
        uint64[3] memory numbers = [uint64(0), uint64(numerator), uint64(denominator)];
        _becomes(_slots(owed, balance, 0, 0), _step(5, 0, 1, int64(int256(rate)), 0, NONE), numbers, owed + floor);
        _becomes(_slots(owed, balance, rate, 0), _step(19, 0, 1, 2, 0, NONE), numbers, owed + floor);
    }

    function test_a_share_is_rounded_down_at_a_fixed_rate_and_at_one_in_a_slot(
        uint256 held,
        uint256 base,
        uint256 rate
    ) public {
        (held, base, rate) = (bound(held, 0, MAX), bound(base, 0, MAX), bound(rate, 0, 10 ** 9));
        uint256 part = (base * rate - base * rate % 1_000_000) / 1_000_000;
        uint64[3] memory none = [uint64(0), 0, 1];
        _becomes(_slots(held, base, 0, 0), _step(6, 0, 1, int64(int256(rate)), NONE, NONE), none, held + part);
        _becomes(_slots(held, base, rate, 0), _step(17, 0, 1, 2, NONE, NONE), none, held + part);
    }

    function test_a_ratio_is_rounded_down_capped_and_has_a_word_for_nothing(uint256 part, uint256 whole, uint256 other)
        public
    {
        (part, whole, other) = (bound(part, 0, MAX), bound(whole, 0, MAX), bound(other, 0, MAX));
        if (other % 5 == 0) whole = whole % 3;
        uint256 expected = other;
        if (whole != 0) {
            expected = (part * 1_000_000 - part * 1_000_000 % whole) / whole;
            if (expected > 10 ** 9) expected = 10 ** 9;
        }
        _becomes(_slots(7, part, whole, other), _step(16, 0, 1, 2, 3, NONE), [uint64(0), 0, 1], expected);
    }

    function test_a_payment_is_the_least_of_source_due_and_caps(
        uint256 source,
        uint256 due,
        uint256 cap,
        uint256 limit,
        uint256 present
    ) public {
        uint256[4] memory before =
            [bound(source, 0, MAX), bound(due, 0, MAX), bound(cap, 0, MAX), bound(limit, 0, MAX)];
        uint256 least = before[0];
        int64[4] memory operands = [int64(0), NONE, NONE, NONE];
        for (uint256 i = 1; i < 4; ++i) {
            if ((present >> i) & 1 == 1) {
                operands[i] = int64(int256(i));
                if (before[i] < least) least = before[i];
            }
        }
        uint256[] memory found = _machine.run(
            _slots(before[0], before[1], before[2], before[3]),
            _step(10, operands[0], operands[1], operands[2], operands[3], 4),
            [uint64(0), 0, 1]
        );
        for (uint256 i; i < 4; ++i) assertEq(found[i], operands[i] == NONE ? before[i] : before[i] - least);
        assertEq(found[4], least);
    }

    function test_a_split_gives_floors_and_the_left_over_to_the_first_that_can_take_it(
        uint256 available,
        uint256[4] memory dues,
        uint256 scale
    ) public {
        scale = bound(scale, 1, 2 ** 61);
        uint256 total;
        for (uint256 i; i < 4; ++i) {
            dues[i] = bound(dues[i], 0, scale) / 4;
            total += dues[i];
        }
        available = bound(available, 0, scale);
        uint256[] memory slots = new uint256[](5);
        for (uint256 i; i < 4; ++i) slots[i] = dues[i];
        slots[4] = available;
        uint256[] memory found = _machine.run(slots, _step(9, 0, 4, 4, NONE, NONE), [uint64(0), 0, 1]);
        _isSplit(found, dues, available < total ? available : total, total);
    }

    /// @dev Says what a split is without making one: nothing is lost, nobody gets more than is due, each gets its floor,
    /// and who gets more stands before all who could still take some.
    function _isSplit(uint256[] memory found, uint256[4] memory dues, uint256 given, uint256 total) private pure {
        uint256 sum;
        bool isLeftOver = true;
        for (uint256 i; i < 4; ++i) {
            uint256 floor = total == 0 ? 0 : given * dues[i] / total;
            assertTrue(found[i] >= floor && found[i] <= dues[i], "less than the floor or more than is due");
            assertTrue(isLeftOver || found[i] == floor, "more than the floor after somebody was left short");
            if (found[i] < dues[i]) isLeftOver = false;
            sum += found[i];
        }
        assertEq(sum, given);
    }

    function test_the_small_steps_do_what_they_say(uint256 a, uint256 b, uint256 c) public {
        (a, b, c) = (bound(a, 0, MAX), bound(b, 0, MAX), bound(c, 0, MAX));
        if (c % 3 == 0) b = a;
        if (c % 7 == 0) b = 0;
        uint64[3] memory numbers = [uint64(b), 0, 1];
        uint256[] memory slots = _slots(a, b, c, 0);
        _becomes(slots, _step(2, 0, NONE, NONE, NONE, NONE), numbers, 0); // CLEAR
        _becomes(slots, _step(3, 0, 0, NONE, NONE, NONE), numbers, a + b); // ADD
        _becomes(slots, _step(4, 0, 1, NONE, NONE, NONE), numbers, a + b); // SUM
        _becomes(slots, _step(7, 0, 1, NONE, NONE, NONE), numbers, a > b ? a - b : 0); // GAP
        _becomes(slots, _step(8, 0, 1, NONE, NONE, NONE), numbers, a < b ? a : b); // LEAST
        _becomes(slots, _step(11, 0, 1, NONE, NONE, NONE), numbers, b); // COPY
        _becomes(slots, _step(12, 0, 1, NONE, NONE, NONE), numbers, b == 0 ? 1 : 0); // NOT
        _becomes(slots, _step(13, 0, 1, 2, NONE, NONE), numbers, b < c ? 1 : 0); // LESS
        _becomes(slots, _step(14, 0, 1, NONE, NONE, NONE), numbers, a > b ? a : b); // MOST
        _becomes(slots, _step(15, 0, 1, NONE, NONE, NONE), numbers, b == 0 ? 0 : a); // GATE
    }

    /// @dev All splits of small amounts over three dues: nothing is left to chance.
    function test_every_small_split_is_a_split() public {
        for (uint256 x; x < 4; ++x) {
            for (uint256 y; y < 4; ++y) {
                for (uint256 z; z < 4; ++z) {
                    for (uint256 given; given <= x + y + z + 1; ++given) {
                        uint256[] memory slots = new uint256[](5);
                        (slots[0], slots[1], slots[2], slots[4]) = (x, y, z, given);
                        uint256 total = x + y + z;
                        _isSplit(
                            _machine.run(slots, _step(9, 0, 4, 4, NONE, NONE), [uint64(0), 0, 1]),
                            [x, y, z, 0],
                            given < total ? given : total,
                            total
                        );
                    }
                }
            }
        }
    }
}
