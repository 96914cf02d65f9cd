// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Anchor} from "../src/Anchor.sol";
import {AssetRegister} from "../src/AssetRegister.sol";
import {AttestedCash} from "../src/AttestedCash.sol";
import {CashToken} from "../src/CashToken.sol";
import {ClassToken} from "../src/ClassToken.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {Terms, TransferRules} from "../src/interfaces/IClassToken.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {IRoles} from "../src/interfaces/IRoles.sol";
import {ProgramStore} from "../src/ProgramStore.sol";
import {Registry} from "../src/Registry.sol";
import {Settlement} from "../src/Settlement.sol";
import {WaterfallVault} from "../src/WaterfallVault.sol";
import {Vm} from "./Test.sol";

/// @title Puts on the chain what the package ships
/// @notice The tests run the very bytes that are deployed, not another build of the same sources; that the bytes are
/// what the sources build to is what `build.js --check` says. So no test has to wait for the compiler's long way.
library Shipped {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function registry(Registry.Founder memory trustee, Registry.Founder memory regulator) internal returns (Registry) {
        return Registry(make("Registry", abi.encode(trustee, regulator)));
    }

    function anchor(IRegistry roles) internal returns (Anchor) {
        return Anchor(make("Anchor", abi.encode(roles)));
    }

    function cashToken(string memory currency, uint8 decimals, address minter) internal returns (CashToken) {
        return CashToken(make("CashToken", abi.encode(currency, decimals, minter)));
    }

    function attestedCash(string memory currency, uint8 decimals, IRoles roles) internal returns (AttestedCash) {
        return AttestedCash(make("AttestedCash", abi.encode(currency, decimals, roles)));
    }

    function assetRegister(IRegistry roles, ICash cash) internal returns (AssetRegister) {
        return AssetRegister(make("AssetRegister", abi.encode(roles, cash)));
    }

    function classToken(
        string memory name,
        string memory symbol,
        Anchor records,
        Registry roles,
        Terms memory terms,
        TransferRules memory rules
    ) internal returns (ClassToken) {
        return ClassToken(make("ClassToken", abi.encode(name, symbol, records, roles, terms, rules)));
    }

    function programStore() internal returns (ProgramStore) {
        return ProgramStore(make("ProgramStore", ""));
    }

    function settlement() internal returns (Settlement) {
        return Settlement(make("Settlement", ""));
    }

    function waterfallVault(WaterfallVault.Terms memory terms) internal returns (WaterfallVault) {
        return WaterfallVault(make("WaterfallVault", abi.encode(terms)));
    }

    /// @notice Creates a contract that ships; a refusal of its constructor comes through as it is.
    function make(string memory name, bytes memory arguments) internal returns (address) {
        return create(_artifact(name), arguments);
    }

    /// @notice Reads what tests will make many times.
    function ready(string memory name) internal {
        read(_artifact(name));
    }

    /// @notice Creates the contract of an artifact.
    function create(string memory artifact, bytes memory arguments) internal returns (address made) {
        bytes memory creation = bytes.concat(read(artifact), arguments);
        assembly ("memory-safe") {
            made := create(0, add(creation, 32), mload(creation))
            if iszero(made) {
                let at := mload(0x40)
                returndatacopy(at, 0, returndatasize())
                revert(at, returndatasize())
            }
        }
    }

    /// @notice Reads an artifact once and keeps it as code: of ten thousand cases only the first would wait for the file,
    /// and none does if `setUp` has read it.
    function read(string memory artifact) internal returns (bytes memory) {
        address kept = address(uint160(uint256(keccak256(bytes(artifact)))));
        if (kept.code.length == 0) vm.etch(kept, vm.parseJsonBytes(vm.readFile(artifact), ".bytecode"));
        return kept.code;
    }

    function _artifact(string memory name) private pure returns (string memory) {
        return string.concat("../src/chizai/ledger/artifacts/", name, ".json");
    }
}
