// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IWaterfallVault} from "../src/interfaces/IWaterfallVault.sol";
import {VaultDeal} from "./VaultDeal.sol";

/// @notice A period's way from report to payment: who may do what, when, and what is refused.
contract VaultPeriodTest is VaultDeal {
    function _refuses(bytes memory reason) private {
        vm.expectRevert(reason);
    }

    function test_its_program_is_the_deal() public view {
        assertEq(vault.programDigest(), digest);
        assertEq(vault.slot(1), OPENING);
        assertEq(vault.needed(), OPENING);
        assertEq(vault.signatories().length, 3);
    }

    function test_a_period_pays_in_the_order_of_the_clauses() public {
        _pay(0, 1_000_000);
        // 2% of collections and 10% tax on it
        assertEq(vault.owed(SERVICING), 22_000);
        (uint256 toA,,) = vault.pot(A, 0);
        (uint256 toB,,) = vault.pot(B, 0);
        uint256 dueA = 60_000_000 * uint256(30_000) * 181 / (365 * 1_000_000);
        uint256 dueB = 20_000_000 * uint256(60_000) * 181 / (365 * 1_000_000);
        // sequential: A's interest is whole before B gets any
        assertEq(toA, dueA);
        assertEq(toB, 978_000 - dueA);
        assertTrue(toB < dueB, "B had enough");
        (uint256 toC,,) = vault.pot(C, 0);
        assertEq(toC, 0);
        assertEq(vault.needed(), vault.slot(0) + vault.slot(1) + _owedToAll());
    }

    function test_only_the_servicer_reports(address caller) public {
        vm.assume(caller != SERVICER);
        vm.prank(caller);
        _refuses(abi.encodeWithSelector(IWaterfallVault.NotEntitled.selector, caller));
        vault.report(0, _inputs(1), ROOT);
    }

    function test_periods_are_reported_and_paid_one_after_the_other(uint256 period) public {
        vm.assume(period != 0);
        vm.prank(SERVICER);
        _refuses(abi.encodeWithSelector(IWaterfallVault.NotNextPeriod.selector, period, 0));
        vault.report(period, _inputs(1), ROOT);
        _refuses(abi.encodeWithSelector(IWaterfallVault.WrongStage.selector, IWaterfallVault.Stage.Open));
        vault.distribute(0);
        _pay(0, 1_000_000);
        _refuses(abi.encodeWithSelector(IWaterfallVault.NotNextPeriod.selector, 0, 1));
        vault.distribute(0);
        vm.prank(SERVICER);
        _refuses(abi.encodeWithSelector(IWaterfallVault.NotNextPeriod.selector, 0, 1)); // an old report
        vault.report(0, _inputs(1), ROOT);
    }

    function test_a_reported_period_is_not_reported_over() public {
        _report(0, 1);
        vm.prank(SERVICER);
        _refuses(abi.encodeWithSelector(IWaterfallVault.WrongStage.selector, IWaterfallVault.Stage.Reported));
        vault.report(0, _inputs(2), ROOT);
    }

    function test_there_is_no_period_after_the_last() public {
        for (uint256 period; period < 6; ++period) _pay(period, 20_000_000);
        vm.prank(SERVICER);
        _refuses(abi.encodeWithSelector(IWaterfallVault.NoPeriodLeft.selector, 6));
        vault.report(6, _inputs(0), ROOT);
    }

    function test_a_report_brings_what_the_program_reads_and_within_its_range() public {
        vm.startPrank(SERVICER);
        _refuses(abi.encodeWithSelector(IWaterfallVault.WrongInputs.selector, 2, 1));
        vault.report(0, new int64[](2), ROOT);
        int64[] memory inputs = new int64[](1);
        inputs[0] = -1;
        _refuses(abi.encodeWithSelector(IWaterfallVault.InputOutOfRange.selector, 0, int64(-1)));
        vault.report(0, inputs, ROOT);
        inputs[0] = 9 * 10 ** 12 + 1;
        _refuses(abi.encodeWithSelector(IWaterfallVault.InputOutOfRange.selector, 0, inputs[0]));
        vault.report(0, inputs, ROOT);
        vm.stopPrank();
    }

    function test_nothing_is_paid_before_its_date_nor_before_the_window_closes() public {
        cash.mint(address(vault), 5_000_000);
        _report(0, 5_000_000);
        uint256 due = vault.dueAt(0);
        assertEq(due, 1_782_777_600 - 32_400); // 30 June 2026 in Japan
        vm.warp(due - 1);
        _refuses(abi.encodeWithSelector(IWaterfallVault.TooEarly.selector, due));
        vault.distribute(0);
        vm.warp(due);
        vault.distribute(0);
        vm.warp(vault.dueAt(1));
        _report(1, 0);
        _refuses(abi.encodeWithSelector(IWaterfallVault.TooEarly.selector, vault.dueAt(1) + WINDOW));
        vault.distribute(1);
    }

    function test_a_late_report_is_recorded_as_late_and_pays_all_the_same() public {
        uint256 last = vault.dueAt(0) + 5 * DAY;
        cash.mint(address(vault), 2_000_000);
        vm.warp(last + 1);
        vm.expectEmit(true, false, false, true);
        emit IWaterfallVault.ReportedLate(0, last, last + 1);
        _report(0, 2_000_000);
        _wait(0);
        vault.distribute(0);
    }

    function test_a_report_in_time_is_not_late() public {
        vm.warp(vault.dueAt(0) + 5 * DAY);
        vm.recordLogs();
        _report(0, 0);
        assertEq(vm.getRecordedLogs().length, 1);
    }

    function test_money_that_has_not_arrived_is_not_paid(uint256 collected, uint256 arrived) public {
        collected = bound(collected, 1, 9 * 10 ** 12);
        arrived = bound(arrived, 0, collected - 1);
        cash.mint(address(vault), arrived);
        _report(0, collected);
        _wait(0);
        (bool done, bytes memory answer) = address(vault).call(abi.encodeCall(vault.distribute, (0)));
        // what the guarantor owes may stand between the two numbers, but it has allowed nothing
        bytes4 name = bytes4(answer);
        assertTrue(!done, "paid");
        assertTrue(
            name == IWaterfallVault.NotFunded.selector || name == IWaterfallVault.GuarantorDidNotPay.selector, "name"
        );
        assertEq(vault.needed(), OPENING);
    }

    // --- challenges ---

    function test_a_challenge_stops_payment_until_it_is_decided() public {
        cash.mint(address(vault), 2_000_000);
        _report(0, 2_000_000);
        vm.prank(alice);
        vault.challenge(0, "the statement lacks a licence");
        _wait(0);
        _refuses(abi.encodeWithSelector(IWaterfallVault.WrongStage.selector, IWaterfallVault.Stage.Challenged));
        vault.distribute(0);
        vm.prank(TRUSTEE);
        vault.resolve(0, true);
        vault.distribute(0);
    }

    function test_a_report_that_is_thrown_out_is_made_anew_with_a_window_of_its_own() public {
        cash.mint(address(vault), 7);
        _report(0, 70);
        vm.prank(AGENCY);
        vault.challenge(0, "more than came in");
        vm.prank(REGULATOR);
        vault.resolve(0, false);
        vm.warp(vault.dueAt(0));
        _report(0, 7);
        _refuses(abi.encodeWithSelector(IWaterfallVault.TooEarly.selector, vault.dueAt(0) + WINDOW));
        vault.distribute(0);
        vm.prank(AGENCY); // the new report can be challenged by the same party
        vault.challenge(0, "still wrong");
    }

    function test_who_lost_a_challenge_cannot_hold_the_period_up_again() public {
        _report(0, 0);
        vm.prank(alice);
        vault.challenge(0, "wrong");
        vm.prank(TRUSTEE);
        vault.resolve(0, true);
        vm.prank(alice);
        _refuses(abi.encodeWithSelector(IWaterfallVault.ChallengedBefore.selector, alice));
        vault.challenge(0, "wrong");
    }

    function test_the_window_closes() public {
        _report(0, 0);
        (,, uint256 reportedAt) = vault.status();
        vm.warp(reportedAt + WINDOW);
        vm.prank(TRUSTEE);
        _refuses(abi.encodeWithSelector(IWaterfallVault.WindowClosed.selector, reportedAt + WINDOW));
        vault.challenge(0, "too late");
    }

    function test_strangers_neither_challenge_nor_decide() public {
        address[4] memory strangers = [STRANGER, SERVICER, SPC, GUARANTOR];
        _report(0, 0);
        for (uint256 i; i < strangers.length; ++i) {
            vm.prank(strangers[i]);
            _refuses(abi.encodeWithSelector(IWaterfallVault.NotEntitled.selector, strangers[i]));
            vault.challenge(0, "no");
        }
        vm.prank(TRUSTEE);
        vault.challenge(0, "yes");
        vm.prank(alice);
        _refuses(abi.encodeWithSelector(IWaterfallVault.NotEntitled.selector, alice));
        vault.resolve(0, true);
    }

    // --- guarantor ---

    function test_a_guarantor_pays_what_it_owes_and_no_more() public {
        cash.mint(GUARANTOR, 10_000_000);
        vm.prank(GUARANTOR);
        cash.approve(address(vault), type(uint256).max);
        _report(0, 0);
        _wait(0);
        vault.distribute(0);
        (uint256 toA,,) = vault.pot(A, 0);
        assertTrue(toA > 0, "the guarantor paid nothing");
        assertEq(cash.balanceOf(GUARANTOR), 10_000_000 - toA);
        assertEq(cash.balanceOf(address(vault)), vault.needed());
    }

    function test_a_guarantor_that_allows_nothing_is_named() public {
        _report(0, 0);
        _wait(0);
        uint256 due = 60_000_000 * uint256(30_000) * 181 / (365 * 1_000_000);
        _refuses(abi.encodeWithSelector(IWaterfallVault.GuarantorDidNotPay.selector, GUARANTOR, due));
        vault.distribute(0);
    }

    function test_a_guarantor_that_paid_in_directly_is_not_charged_again() public {
        cash.mint(GUARANTOR, 10_000_000);
        vm.prank(GUARANTOR);
        cash.approve(address(vault), type(uint256).max);
        cash.mint(address(vault), 600_000);
        _report(0, 0);
        _wait(0);
        vault.distribute(0);
        (uint256 toA,,) = vault.pot(A, 0);
        assertEq(cash.balanceOf(GUARANTOR), 10_000_000 - (toA - 600_000));
    }
}
