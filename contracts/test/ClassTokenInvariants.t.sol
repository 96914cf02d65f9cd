// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ClassToken} from "../src/ClassToken.sol";
import {InvestorClass} from "../src/interfaces/IRegistry.sol";
import {Registry} from "../src/Registry.sol";
import {Parties} from "./Parties.sol";
import {Test} from "./Test.sol";

/// @notice Does at random what holders, the trustee and the vault may do, and remembers what must not have happened.
contract ClassTokenActs is Test {
    ClassToken private immutable _token;
    Registry private immutable _registry;
    address private immutable _trustee;
    address private immutable _vault;
    address[] public people;

    /// @notice Units that came to somebody who could not receive when they came.
    uint256 public unitsMisdelivered;
    /// @notice Units that a holder sold although they were frozen.
    uint256 public frozenUnitsSold;
    /// @notice Units that moved in all, so that a run in which nothing happens shows.
    uint256 public unitsMoved;
    /// @notice Record dates, and what each person held then.
    uint256 public checkpoints;
    mapping(uint256 number => mapping(address who => uint256)) public heldAt;

    constructor(ClassToken token, Registry registry, address trustee, address vault, address[] memory people_) {
        (_token, _registry, _trustee, _vault, people) = (token, registry, trustee, vault, people_);
    }

    function sell(uint8 from, uint8 to, uint256 amount) public {
        (address sender, address receiver) = (_person(from), _person(to));
        uint256 before = _token.balanceOf(sender);
        amount = bound(amount, 0, before);
        bool eligible = _token.canReceive(receiver);
        vm.prank(sender);
        try _token.transfer(receiver, amount) {
            _note(amount, eligible);
            uint256 frozen = _token.getFrozenTokens(sender);
            uint256 floor = frozen < before ? frozen : before;
            if (sender != receiver && before - amount < floor) frozenUnitsSold += floor + amount - before;
        } catch {}
    }

    function sellOnBehalf(uint8 from, uint8 by, uint8 to, uint256 amount) public {
        (address holder, address spender, address receiver) = (_person(from), _person(by), _person(to));
        vm.prank(holder);
        _token.approve(spender, amount);
        bool eligible = _token.canReceive(receiver);
        vm.prank(spender);
        try _token.transferFrom(holder, receiver, amount) {
            _note(amount, eligible);
        } catch {}
    }

    function force(uint8 from, uint8 to, uint256 amount) public {
        (address holder, address receiver) = (_person(from), _person(to));
        amount = bound(amount, 0, _token.balanceOf(holder));
        bool eligible = _token.canReceive(receiver);
        vm.prank(_trustee);
        try _token.forcedTransfer(holder, receiver, amount) {
            _note(amount, eligible);
        } catch {}
    }

    function recover(uint8 from, uint8 to) public {
        (address holder, address receiver) = (_person(from), _person(to));
        uint256 amount = _token.balanceOf(holder);
        bool eligible = _token.canReceive(receiver);
        vm.prank(_trustee);
        try _token.recover(holder, receiver) {
            _note(amount, eligible);
        } catch {}
    }

    function withhold(uint8 from, uint256 amount) public {
        vm.prank(_trustee);
        _token.setFrozenTokens(_person(from), bound(amount, 0, 200));
    }

    function freeze(uint8 number, bool thaw) public {
        address who = _person(number);
        vm.prank(_trustee);
        if (thaw) _token.unfreeze(who);
        else _token.freeze(who);
    }

    function classify(uint8 number, uint8 investorClass) public {
        address who = _person(number);
        vm.prank(_trustee);
        _registry.classify(who, InvestorClass(bound(investorClass, 0, 3)));
    }

    function takeRecordDate() public {
        vm.prank(_vault);
        checkpoints = _token.checkpoint();
        for (uint256 each = 0; each < people.length; ++each) {
            heldAt[checkpoints][people[each]] = _token.balanceOf(people[each]);
        }
    }

    function _note(uint256 amount, bool eligible) private {
        unitsMoved += amount;
        if (!eligible) unitsMisdelivered += amount;
    }

    function _person(uint8 number) private view returns (address) {
        return people[number % people.length];
    }
}

contract ClassTokenInvariantsTest is Parties {
    ClassToken private _token;
    ClassTokenActs private _acts;
    address[] private _people;

    function setUp() public override {
        super.setUp();
        _token = _issued(100, 50, _openRules());
        vm.prank(TRUSTEE);
        _token.openCase("examination");
        _people = [alice, bob, carol, dave, STRANGER];
        _acts = new ClassTokenActs(_token, registry, TRUSTEE, VAULT, _people);
        targetContract(address(_acts));
    }

    /// @dev All of them on the same calls: one run in place of one for each.
    function invariant_units_are_held_by_who_may_hold_them() public view {
        _supply_is_the_sum_of_holders();
        _nothing_reaches_who_may_not_receive();
        _nothing_frozen_is_sold();
        _record_dates_say_what_was_held();
    }

    function _supply_is_the_sum_of_holders() private view {
        uint256 held = 0;
        for (uint256 each = 0; each < _people.length; ++each) {
            held += _token.balanceOf(_people[each]);
        }
        assertEq(held, 150);
        assertEq(_token.totalSupply(), 150);
    }

    function _nothing_reaches_who_may_not_receive() private view {
        assertEq(_acts.unitsMisdelivered(), 0);
        assertEq(_token.balanceOf(STRANGER), 0);
    }

    function _nothing_frozen_is_sold() private view {
        assertEq(_acts.frozenUnitsSold(), 0);
    }

    function _record_dates_say_what_was_held() private view {
        for (uint256 number = 1; number <= _acts.checkpoints(); ++number) {
            uint256 sum = 0;
            for (uint256 each = 0; each < _people.length; ++each) {
                uint256 held = _token.balanceOfAt(_people[each], number);
                assertEq(held, _acts.heldAt(number, _people[each]));
                sum += held;
            }
            assertEq(sum, _token.totalSupplyAt(number));
        }
    }

    function test_the_acts_do_move_units_freeze_and_take_record_dates() public {
        _acts.sell(0, 1, 30);
        _acts.takeRecordDate();
        _acts.sellOnBehalf(1, 4, 2, 5);
        _acts.withhold(0, 70);
        _acts.sell(0, 1, 1);
        assertEq(_acts.unitsMoved(), 35);
        _acts.force(0, 1, 20);
        _acts.recover(2, 0);
        assertEq(_acts.unitsMoved(), 60);
        assertEq(_acts.checkpoints(), 1);
        assertEq(_token.balanceOf(alice), 55);
        assertEq(_token.getFrozenTokens(alice), 50);
        _acts.freeze(0, false);
        _acts.sell(0, 1, 1);
        _acts.freeze(0, true);
        _acts.classify(1, 1);
        _acts.sell(0, 1, 1);
        assertEq(_acts.unitsMoved(), 60);
    }
}
