// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Role} from "../src/interfaces/IRegistry.sol";
import {Registry} from "../src/Registry.sol";
import {Parties} from "./Parties.sol";
import {Test} from "./Test.sol";

/// @notice Lets anybody try to give and take any role.
contract RegistryActs is Test {
    Registry private immutable _registry;
    address[] private _people;

    uint256 public given;
    uint256 public taken;

    constructor(Registry registry, address[] memory people) {
        (_registry, _people) = (registry, people);
    }

    function give(uint8 by, uint8 to, uint8 role) public {
        address who = _people[to % _people.length];
        bytes memory key = _registry.isRegistered(who) ? bytes("") : bytes("a key");
        vm.prank(_people[by % _people.length]);
        try _registry.register(who, Role(bound(role, 0, 11)), key, "sealed identity") {
            given += 1;
        } catch {}
    }

    function take(uint8 by, uint8 from, uint8 role) public {
        vm.prank(_people[by % _people.length]);
        try _registry.revoke(_people[from % _people.length], Role(bound(role, 0, 11))) {
            taken += 1;
        } catch {}
    }
}

contract RegistryInvariantsTest is Parties {
    RegistryActs private _acts;
    address[] private _people;

    function setUp() public override {
        super.setUp();
        _people = [TRUSTEE, REGULATOR, ORIGINATOR, APPRAISER, STRANGER];
        _acts = new RegistryActs(registry, _people);
        targetContract(address(_acts));
    }

    /// @dev All of them on the same calls: one run in place of one for each.
    function invariant_nobody_judges_and_takes_part_and_somebody_supervises() public view {
        _who_judges_holds_one_role();
        _there_is_always_a_regulator();
    }

    function _who_judges_holds_one_role() private view {
        for (uint256 each = 0; each < _people.length; ++each) {
            (uint256 roles, bool judges) = (0, false);
            for (uint8 role = 1; role <= uint8(Role.Regulator); ++role) {
                if (!registry.hasRole(_people[each], Role(role))) continue;
                roles += 1;
                judges = judges || role == 3 || role == 5 || role == 6 || role == 7 || role == 11;
            }
            assertTrue(!judges || roles == 1, "a judge is no party");
        }
    }

    function _there_is_always_a_regulator() private view {
        uint256 regulators = 0;
        for (uint256 each = 0; each < _people.length; ++each) {
            if (registry.hasRole(_people[each], Role.Regulator)) regulators += 1;
        }
        assertTrue(regulators > 0, "a regulator");
    }

    function test_the_acts_do_give_and_take() public {
        _acts.give(0, 4, 10);
        _acts.take(0, 4, 10);
        _acts.give(1, 4, 11);
        _acts.take(4, 1, 11);
        _acts.take(4, 4, 11);
        assertEq(_acts.given(), 2);
        assertEq(_acts.taken(), 2);
    }
}
