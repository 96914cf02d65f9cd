// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IWaterfallVault} from "../interfaces/IWaterfallVault.sol";

/// @title The third executor: carries out one period of a compiled program
/// @notice The steps are those of `chizai.deal.program`, read from the very bytes whose digest is the deal's identity;
/// what each does, and how it rounds, is what `chizai.waterfall.exact` says. Every number is a whole number from 0 to
/// 2^63 - 1: a step that would leave this range reverts, as an executor of fixed width could not follow it.
///
/// `ProgramStore` has checked every operand of every step before, so that none is checked here, and of numbers of slots
/// only the low 16 bits are read: there are fewer than 65,535, which stands for none. The loop is written in
/// Yul because it is nearly all that a period costs beside storage: as Solidity a step took about 700 gas for bounds and
/// overflow checks that cannot fail.
library Interpreter {
    /// @notice Where everything lies; `slots` to `drawn` are places in memory.
    struct Frame {
        /// 32 bytes a slot.
        uint256 slots;
        /// 2 bytes a slot: its kind, and the number of the payee to whom it belongs.
        uint256 kinds;
        /// 32 bytes an input: what it brings in the period.
        uint256 brought;
        /// 32 bytes a chunk of the program: its address.
        uint256 chunks;
        /// 72 bytes a step: nine big-endian integers.
        uint256 steps;
        /// 32 bytes a payee: what the period pays it. The interpreter adds to it.
        uint256 paid;
        /// 32 bytes a payee: what it pays as guarantor in the company's stead. The interpreter adds to it.
        uint256 drawn;
        /// What comes into accounts from outside. The interpreter adds to it.
        uint256 received;
        /// Offsets in the program's bytes of the first table and of the first row of fractions.
        uint256 tablesAt;
        uint256 fractionsAt;
        uint256 period;
        uint256 nPeriods;
        uint256 nSteps;
    }

    /// @notice Carries out the steps that stand in the frame's period.
    function run(Frame memory frame) internal view {
        bytes4 outOfRange = IWaterfallVault.StepOutOfRange.selector;
        assembly ("memory-safe") {
            // --- the program's bytes, which may lie across the border of two chunks (`Chunks.SIZE`) ---
            function fetch(f, at, length) -> word {
                let chunk := add(mload(add(f, 0x60)), shl(5, div(at, 24575)))
                let from := mod(at, 24575)
                extcodecopy(mload(chunk), 0, add(from, 1), length)
                let here := sub(24575, from)
                if lt(here, length) { extcodecopy(mload(add(chunk, 32)), here, 1, sub(length, here)) }
                word := mload(0)
            }
            // what `base` earns at a rate over the period's fraction in a row, rounded down
            function accrued(f, base, rate, row) -> amount {
                let width := add(8, shl(4, mload(add(f, 0x160))))
                let at := add(add(mload(add(f, 0x120)), mul(row, width)), add(8, shl(4, mload(add(f, 0x140)))))
                let fraction := fetch(f, at, 16)
                let denominator := and(shr(128, fraction), 0xffffffffffffffff)
                amount := div(mul(mul(base, rate), shr(192, fraction)), mul(denominator, 1000000))
            }
            function holds(slots, which) -> value { value := mload(add(slots, shl(5, which))) }
            function least(x, y) -> z { z := xor(x, mul(xor(x, y), lt(y, x))) }
            // the kind and the payee of a slot, as kind * 256 + payee
            function kindOf(f, which) -> both { both := shr(240, mload(add(mload(add(f, 0x20)), shl(1, which)))) }

            // pro rata: each share rounded down, the left-over units to the first that can still take them
            function split(slots, first, count, available) {
                let from := add(slots, shl(5, first))
                let to := add(from, shl(5, count))
                let total := 0
                for { let p := from } lt(p, to) { p := add(p, 32) } { total := add(total, mload(p)) }
                if total {
                    available := least(available, total)
                    let left := available
                    for { let p := from } lt(p, to) { p := add(p, 32) } {
                        left := sub(left, div(mul(available, mload(p)), total))
                    }
                    for { let p := from } lt(p, to) { p := add(p, 32) } {
                        let due := mload(p)
                        let part := div(mul(available, due), total)
                        let more := least(left, sub(due, part))
                        left := sub(left, more)
                        mstore(p, add(part, more))
                    }
                }
            }
            // takes an amount from a slot, if it is present; gives 1 if that much was not there
            function take(slots, which, amount) -> short {
                if iszero(eq(which, 0xffff)) {
                    let p := add(slots, shl(5, which))
                    let value := mload(p)
                    short := lt(value, amount)
                    mstore(p, sub(value, amount))
                }
            }
            // notes what a payment moves across the border of the company
            function note(f, a, b, e, amount) {
                let none := 0xffff
                let source := shr(8, kindOf(f, a))
                let intoCash := 0
                if iszero(eq(e, none)) { intoCash := eq(shr(8, kindOf(f, e)), 1) }
                switch or(eq(source, 1), eq(source, 8))
                case 0 { if intoCash { mstore(add(f, 0xe0), add(mload(add(f, 0xe0)), amount)) } }
                default {
                    if iszero(intoCash) {
                        let owner := b
                        if eq(b, none) { owner := e }
                        let p := add(mload(add(f, 0xa0)), shl(5, and(kindOf(f, owner), 0xff)))
                        mstore(p, add(mload(p), amount))
                    }
                    if eq(source, 8) {
                        let p := add(mload(add(f, 0xc0)), shl(5, and(kindOf(f, a), 0xff)))
                        mstore(p, add(mload(p), amount))
                    }
                }
            }
            // The least of the source, the due and the caps leaves each of them, and the receiver grows by it; gives 1
            // if a number leaves the range.
            function pay(f, slots, a, b, tail) -> fails {
                let none := 0xffff
                let c := and(shr(192, tail), none)
                let d := and(shr(128, tail), none)
                let e := and(shr(64, tail), none)
                let amount := holds(slots, a)
                if iszero(eq(b, none)) { amount := least(amount, holds(slots, b)) }
                if iszero(eq(c, none)) { amount := least(amount, holds(slots, c)) }
                if iszero(eq(d, none)) { amount := least(amount, holds(slots, d)) }
                if amount {
                    fails := or(or(take(slots, a, amount), take(slots, b, amount)), or(take(slots, c, amount), take(slots, d, amount)))
                    if iszero(eq(e, none)) {
                        let p := add(slots, shl(5, e))
                        let value := add(mload(p), amount)
                        fails := or(fails, shr(63, value))
                        mstore(p, value)
                    }
                    note(f, a, b, e, amount)
                }
            }
            // cash a receives what input c brings, unless slot d says that nothing is collected any more; gives it
            function collect(f, slots, a, tail) -> amount {
                let none := 0xffff
                let input := and(shr(192, tail), none)
                let unless := and(shr(128, tail), none)
                if eq(input, none) { input := 0 }
                let stopped := 0
                if iszero(eq(unless, none)) { stopped := holds(slots, unless) }
                if iszero(stopped) { amount := mload(add(mload(add(f, 0x40)), shl(5, input))) }
                if eq(shr(8, kindOf(f, a)), 1) { mstore(add(f, 0xe0), add(mload(add(f, 0xe0)), amount)) }
            }

            let none := 0xffff
            let slots := mload(frame)
            let period := mload(add(frame, 0x140))
            let step := mload(add(frame, 0x80))
            for { let end := add(step, mul(72, mload(add(frame, 0x180)))) } lt(step, end) { step := add(step, 72) } {
                // the last word of a step holds e, the clause, the first period and the last
                let window := mload(add(step, 40))
                if or(gt(and(shr(64, window), 0xffffffff), period), lt(and(window, 0xffffffff), period)) { continue }
                let head := mload(step) // the operation, a, b and c
                let op := shr(192, head)
                let a := add(slots, shl(5, and(shr(128, head), none)))
                let b := and(shr(64, head), none)
                let value := 0 // what a becomes
                // a tree of comparisons: a chain of nineteen would cost 22 gas for each that fails
                switch gt(op, 9)
                case 0 {
                    switch gt(op, 4)
                    case 0 {
                        switch op
                        case 4 { value := add(mload(a), holds(slots, b)) } // SUM
                        case 3 { // ADD
                            let width := add(8, shl(3, mload(add(frame, 0x160))))
                            let at := add(add(mload(add(frame, 0x100)), mul(b, width)), add(8, shl(3, period)))
                            value := add(mload(a), shr(192, fetch(frame, at, 8)))
                        }
                        case 1 { // COLLECT
                            let amount := collect(frame, slots, and(shr(128, head), none), mload(add(step, 24)))
                            mstore(a, add(mload(a), amount))
                            mstore(add(slots, shl(5, b)), amount)
                            value := mload(a)
                        }
                        default { } // CLEAR
                    }
                    default {
                        switch op
                        case 8 { value := least(mload(a), holds(slots, b)) } // LEAST
                        case 7 { // GAP
                            let other := holds(slots, b)
                            value := mload(a)
                            value := mul(sub(value, other), gt(value, other))
                        }
                        case 5 { // ACCRUE
                            let row := shr(192, mload(add(step, 32)))
                            value := add(mload(a), accrued(frame, holds(slots, b), and(head, 0xffffffffffffffff), row))
                        }
                        case 6 { value := add(mload(a), div(mul(holds(slots, b), and(head, 0xffffffffffffffff)), 1000000)) } // SHARE
                        default { // SPLIT
                            let available := holds(slots, and(head, none))
                            let limit := and(shr(192, mload(add(step, 32))), none)
                            if iszero(eq(limit, none)) { available := least(available, holds(slots, limit)) }
                            split(slots, and(shr(128, head), none), b, available)
                            continue
                        }
                    }
                }
                default {
                    switch gt(op, 14)
                    case 0 {
                        switch op
                        case 10 { // PAY
                            value := shl(63, pay(frame, slots, and(shr(128, head), none), b, mload(add(step, 24))))
                            if iszero(value) { continue }
                        }
                        case 11 { value := holds(slots, b) } // COPY
                        case 12 { value := iszero(holds(slots, b)) } // NOT
                        case 13 { value := lt(holds(slots, b), holds(slots, and(head, none))) } // LESS
                        default { // MOST
                            value := holds(slots, b)
                            value := sub(add(mload(a), value), least(mload(a), value))
                        }
                    }
                    default {
                        switch op
                        case 15 { value := mul(mload(a), iszero(iszero(holds(slots, b)))) } // GATE
                        case 16 { // RATIO
                            let whole := holds(slots, and(head, none))
                            switch whole
                            case 0 { value := holds(slots, shr(192, mload(add(step, 32)))) }
                            default { value := least(1000000000, div(mul(holds(slots, b), 1000000), whole)) }
                        }
                        case 17 { // SCALE
                            let rate := holds(slots, and(head, none))
                            value := add(mload(a), div(mul(holds(slots, b), rate), 1000000))
                        }
                        case 18 { value := mload(add(mload(add(frame, 0x40)), shl(5, b))) } // READ
                        default { // ACCRUE_AT
                            let row := shr(192, mload(add(step, 32)))
                            let rate := holds(slots, and(head, none))
                            value := add(mload(a), accrued(frame, holds(slots, b), rate, row))
                        }
                    }
                }
                if shr(63, value) {
                    mstore(0, outOfRange)
                    mstore(4, div(sub(step, mload(add(frame, 0x80))), 72))
                    revert(0, 36)
                }
                mstore(a, value)
            }
        }
    }
}
