// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CashToken} from "../src/CashToken.sol";
import {WaterfallVault} from "../src/WaterfallVault.sol";
import {Shipped} from "./Shipped.sol";
import {Test} from "./Test.sol";
import {VaultDeal} from "./VaultDeal.sol";

/// @notice Everybody who may do something does it, and tries what it may not, in any order.
contract Everybody is Test {
    WaterfallVault private immutable _vault;
    CashToken private immutable _cash;
    address[] private _people;

    /// @notice What left the vault, as the receivers see it.
    uint256 public takenMinor;
    /// @notice What came into the vault.
    uint256 public arrivedMinor;
    /// @notice How many periods were paid, and whether one was paid out of turn.
    uint256 public nPaid;
    bool public isOutOfTurn;

    constructor(WaterfallVault vault, CashToken cash, address[] memory people) {
        (_vault, _cash, _people) = (vault, cash, people);
    }

    function arrive(uint256 amount) external {
        amount = bound(amount, 0, 10 ** 8);
        _cash.transfer(address(_vault), amount);
        arrivedMinor += amount;
    }

    function report(uint256 who, uint256 period, uint256 collected) external {
        (uint256 next,,) = _vault.status();
        int64[] memory inputs = new int64[](1);
        inputs[0] = int64(int256(bound(collected, 0, 10 ** 7)));
        vm.prank(_one(who));
        _vault.report(period % 4 == 0 ? period : next, inputs, "root");
    }

    function challenge(uint256 who) external {
        (uint256 next,,) = _vault.status();
        vm.prank(_one(who));
        _vault.challenge(next, "reason");
    }

    function resolve(uint256 who, bool stands) external {
        (uint256 next,,) = _vault.status();
        vm.prank(_one(who));
        _vault.resolve(next, stands);
    }

    function distribute(uint256 who, uint256 period) external {
        (uint256 next,, uint256 reportedAt) = _vault.status();
        period = period % 4 == 0 ? period : next;
        uint256 before = _cash.balanceOf(address(_vault));
        vm.prank(_one(who));
        _vault.distribute(period);
        arrivedMinor += _cash.balanceOf(address(_vault)) - before; // what a guarantor paid
        if (period != nPaid || block.timestamp < _vault.dueAt(period)) isOutOfTurn = true;
        if (block.timestamp < reportedAt + _vault.challengeSeconds()) isOutOfTurn = true;
        ++nPaid;
    }

    function claim(uint256 who, uint256 class, uint256 period) external {
        _taking(abi.encodeCall(_vault.claimFor, (_one(who), class % 4, period % 6)), who);
    }

    function withdraw(uint256 who, uint256 payee) external {
        _taking(abi.encodeCall(_vault.withdraw, (payee % 6)), who);
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 0, 120 days));
    }

    function _taking(bytes memory call_, uint256 who) private {
        uint256 before = _cash.balanceOf(address(_vault));
        vm.prank(_one(who));
        (bool done,) = address(_vault).call(call_);
        if (done) takenMinor += before - _cash.balanceOf(address(_vault));
    }

    function _one(uint256 who) private view returns (address) {
        return _people[who % _people.length];
    }
}

/// @notice What holds whatever anybody does: cash held is what is owed and what accounts hold, and periods in turn.
contract VaultInvariantsTest is VaultDeal {
    Everybody private _everybody;

    function setUp() public override {
        super.setUp();
        cash = Shipped.cashToken("JPY", 0, address(this));
        for (uint256 i; i < 3; ++i) {
            classes[i].hold(alice, 3 + i);
            classes[i].hold(bob, 4);
        }
        _makeVault(cash);
        address[] memory people = new address[](8);
        (people[0], people[1], people[2], people[3]) = (SERVICER, SERVICER, TRUSTEE, alice);
        (people[4], people[5], people[6], people[7]) = (bob, REGULATOR, STRANGER, SPC);
        cash.mint(GUARANTOR, 10 ** 8);
        vm.prank(GUARANTOR);
        cash.approve(address(vault), type(uint256).max);
        cash.mint(address(this), 10 ** 12);
        _everybody = new Everybody(vault, cash, people);
        cash.transfer(address(_everybody), 10 ** 12);
        targetContract(address(_everybody));
    }

    /// @dev All of them on the same calls: one run in place of one for each.
    function invariant_the_vault_pays_what_it_owes_in_turn_and_loses_nothing() public view {
        _the_vault_holds_what_it_owes_and_keeps();
        _what_it_needs_is_its_accounts_and_every_payees_due();
        _no_path_pays_out_of_turn();
        _no_money_is_lost();
    }

    function _the_vault_holds_what_it_owes_and_keeps() private view {
        assertTrue(cash.balanceOf(address(vault)) >= vault.needed(), "owes more than it holds");
    }

    function _what_it_needs_is_its_accounts_and_every_payees_due() private view {
        assertEq(vault.needed(), vault.slot(0) + vault.slot(1) + _owedToAll());
    }

    function _no_path_pays_out_of_turn() private view {
        assertTrue(!_everybody.isOutOfTurn(), "out of turn");
        (uint256 next,,) = vault.status();
        assertEq(next, _everybody.nPaid());
    }

    function _no_money_is_lost() private view {
        uint256 held = cash.balanceOf(address(vault));
        assertEq(held + _everybody.takenMinor(), OPENING + _everybody.arrivedMinor());
    }
}
