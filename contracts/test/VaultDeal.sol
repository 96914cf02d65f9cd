// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CashToken} from "../src/CashToken.sol";
import {IRoles} from "../src/interfaces/IRoles.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {IProgramStore, Payee} from "../src/interfaces/IProgramStore.sol";
import {Chunks} from "../src/libraries/Chunks.sol";
import {ProgramStore} from "../src/ProgramStore.sol";
import {WaterfallVault} from "../src/WaterfallVault.sol";
import {Parties} from "./Parties.sol";
import {Shipped} from "./Shipped.sol";
import {RecordDatesStub} from "./mocks/RecordDatesStub.sol";

/// @notice The deal of the vector `small-deal` on the chain: three classes, a fee, a guarantee and a reserve.
abstract contract VaultDeal is Parties {
    uint256 internal constant DAY = 1 days;
    uint256 internal constant WINDOW = 3 days;
    uint256 internal constant OPENING = 2_000_000;
    bytes32 internal constant ROOT = "root of the statements";
    /// @dev Numbers of payees: the classes first, then the fee and the guarantee.
    uint256 internal constant A = 0;
    uint256 internal constant B = 1;
    uint256 internal constant C = 2;
    uint256 internal constant SERVICING = 3;
    uint256 internal constant COVER = 4;

    ProgramStore internal store;
    WaterfallVault internal vault;
    RecordDatesStub[3] internal classes;
    bytes internal program;
    bytes32 internal digest;

    function setUp() public virtual override {
        super.setUp();
        vm.warp(1_780_000_000); // before the first payment date, 30 June 2026
        store = Shipped.programStore();
        string memory json = vm.readFile("../tests/agreement/vectors/small-deal.json");
        program = vm.parseJsonBytes(json, ".program");
        digest = sha256(program);
        for (uint256 i; i < 3; ++i) classes[i] = new RecordDatesStub();
        _makeVault(cash);
    }

    function _makeVault(CashToken money) internal {
        vault = Shipped.waterfallVault(_deal(ICash(address(money)), _kept(program, _payees())));
        money.mint(address(vault), OPENING);
    }

    function _deal(ICash money, address layoutAt) internal view returns (WaterfallVault.Terms memory terms) {
        address[] memory signatories = new address[](3);
        (signatories[0], signatories[1], signatories[2]) = (SPC, TRUSTEE, ORIGINATOR);
        terms = WaterfallVault.Terms(
            money, IRoles(address(registry)), store, layoutAt, signatories, uint32(WINDOW), uint32(5 * DAY), 32_400
        );
    }

    function _payees() internal view returns (Payee[] memory payees) {
        payees = new Payee[](5);
        payees[A] = Payee("A", address(classes[0]), true);
        payees[B] = Payee("B", address(classes[1]), true);
        payees[C] = Payee("C", address(classes[2]), true);
        payees[SERVICING] = Payee("servicing", SERVICER, false);
        payees[COVER] = Payee("cover", GUARANTOR, false);
    }

    function _kept(bytes memory encoded, Payee[] memory payees) internal returns (address) {
        return store.keep(_stored(encoded), sha256(encoded), payees);
    }

    /// @dev Keeps bytes in as many chunks as they need.
    function _stored(bytes memory encoded) internal returns (address[] memory chunks) {
        chunks = new address[]((encoded.length + Chunks.SIZE - 1) / Chunks.SIZE);
        for (uint256 i; i < chunks.length; ++i) {
            uint256 from = i * Chunks.SIZE;
            uint256 length = encoded.length - from < Chunks.SIZE ? encoded.length - from : Chunks.SIZE;
            bytes memory part = encoded;
            if (chunks.length > 1) {
                part = new bytes(length);
                for (uint256 j; j < length; ++j) part[j] = encoded[from + j];
            }
            chunks[i] = Chunks.store(part);
        }
    }

    function _inputs(uint256 collected) internal pure returns (int64[] memory inputs) {
        inputs = new int64[](1);
        inputs[0] = int64(int256(collected));
    }

    function _report(uint256 period, uint256 collected) internal {
        vm.prank(SERVICER);
        vault.report(period, _inputs(collected), ROOT);
    }

    /// @dev Lets the challenge window and the payment date pass.
    function _wait(uint256 period) internal {
        (,, uint256 reportedAt) = vault.status();
        uint256 due = vault.dueAt(period);
        vm.warp(reportedAt + WINDOW > due ? reportedAt + WINDOW : due);
    }

    /// @dev A whole period: money comes in, is reported, and is paid.
    function _pay(uint256 period, uint256 collected) internal {
        cash.mint(address(vault), collected);
        _report(period, collected);
        _wait(period);
        vault.distribute(period);
    }

    function _owedToAll() internal view returns (uint256 total) {
        (uint256 next,,) = vault.status();
        for (uint256 period; period < next; ++period) {
            for (uint256 class; class < 3; ++class) {
                (uint256 amount, uint256 taken,) = vault.pot(class, period);
                total += amount - taken;
            }
        }
        total += vault.owed(SERVICING) + vault.owed(COVER);
    }
}
