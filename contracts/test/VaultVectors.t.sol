// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICash} from "../src/interfaces/ICash.sol";
import {Payee} from "../src/interfaces/IProgramStore.sol";
import {WaterfallVault} from "../src/WaterfallVault.sol";
import {Shipped} from "./Shipped.sol";
import {VaultDeal} from "./VaultDeal.sol";

/// @notice The vault says what the exact executor said, on the vectors that all executors share.
contract VaultVectorsTest is VaultDeal {
    struct Vector {
        bytes program;
        bytes32 digest;
        uint256 nPeriods;
        uint256 nInputs;
        uint256[] lasting;
        string[] payees;
    }

    function test_remainders() public {
        _agrees("remainders");
    }

    function test_small_deal() public {
        _agrees("small-deal");
    }

    function test_mission_split() public {
        _agrees("mission-split");
    }

    function test_guarantee_and_line() public {
        _agrees("guarantee-and-line");
    }

    function test_triggers() public {
        _agrees("triggers");
    }

    function test_write_down_and_up() public {
        _agrees("write-down-and-up");
    }

    function test_draws() public {
        _agrees("draws");
    }

    function test_currencies() public {
        _agrees("currencies");
    }

    function _agrees(string memory name) private {
        string memory json = vm.readFile(string.concat("../tests/agreement/vectors/", name, ".json"));
        Vector memory vector = Vector(
            vm.parseJsonBytes(json, ".program"),
            bytes32(vm.parseJsonUint(json, ".digest")),
            vm.parseJsonUint(json, ".n_periods"),
            vm.parseJsonUint(json, ".n_inputs"),
            vm.parseJsonUintArray(json, ".lasting"),
            vm.parseJsonStringArray(json, ".payees")
        );
        assertEq(sha256(vector.program), vector.digest);
        for (uint256 future; future < vm.parseJsonUint(json, ".n_futures"); ++future) {
            string memory place = string(abi.encodePacked("[", bytes1(uint8(0x30 + future)), "]"));
            uint256[] memory inputs = vm.parseJsonUintArray(json, string.concat(".inputs", place));
            uint256[] memory closings = vm.parseJsonUintArray(json, string.concat(".closings", place));
            _runs(vector, inputs, closings);
        }
    }

    function _runs(Vector memory vector, uint256[] memory inputs, uint256[] memory closings) private {
        Payee[] memory payees = new Payee[](vector.payees.length);
        for (uint256 i; i < payees.length; ++i) payees[i] = Payee(vector.payees[i], GUARANTOR, false);
        vault = Shipped.waterfallVault(_deal(ICash(address(cash)), _kept(vector.program, payees)));
        cash.mint(address(vault), 1 << 100);
        for (uint256 period; period < vector.nPeriods; ++period) {
            int64[] memory brought = new int64[](vector.nInputs);
            for (uint256 i; i < vector.nInputs; ++i) {
                brought[i] = int64(int256(inputs[i * vector.nPeriods + period]));
            }
            vm.prank(SERVICER);
            vault.report(period, brought, ROOT);
            _wait(period);
            vault.distribute(period);
            uint256[] memory held = vault.closing();
            for (uint256 i; i < vector.lasting.length; ++i) {
                assertEq(held[vector.lasting[i]], closings[period * vector.lasting.length + i]);
            }
        }
    }
}
