// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice Which side of a trade an order takes.
enum Side {
    Sell,
    Buy
}

/// @notice What somebody signs to trade: all of it, at this price, or nothing.
struct Order {
    address maker; // who signs
    Side side;
    address token; // the class
    address cash; // the money
    uint256 units;
    uint256 priceMinor; // for all units together
    address counterparty; // with whom alone; zero for anybody
    uint256 nonce; // each of a maker's numbers serves once
    uint64 expiry; // the last second in which the order holds
    uint256 chainId; // also in the domain; here so that a wallet shows it
}

/// @title Orders as signed typed data (EIP-712)
/// @dev Written out here because the library's own EIP-712 needs an instruction that comes after `berlin`.
library Orders {
    bytes32 private constant ORDER_TYPE = keccak256(
        "Order(address maker,uint8 side,address token,address cash,uint256 units,uint256 priceMinor,"
        "address counterparty,uint256 nonce,uint64 expiry,uint256 chainId)"
    );

    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    string internal constant NAME = "Chizai Settlement";
    string internal constant VERSION = "1";

    /// @notice What a maker signs: the order, for this contract on this chain alone.
    function digestOf(Order calldata order) internal view returns (bytes32) {
        // An order has static members only, so that its encoding is the type's hash followed by its words.
        bytes32 body = keccak256(abi.encode(ORDER_TYPE, order));
        return keccak256(abi.encodePacked(hex"1901", domain(), body));
    }

    /// @notice The separator that binds a signature to this contract on this chain, asked anew each time: after a fork
    /// of the chain, a signature holds on one side only.
    function domain() internal view returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN_TYPE, keccak256(bytes(NAME)), keccak256(bytes(VERSION)), block.chainid, address(this))
        );
    }

    /// @notice Whether a maker signed: with its key, or, where it is a contract, by its own rule (ERC-1271).
    /// @dev Malleable and malformed signatures are no signatures.
    function isSignedBy(bytes32 digest, address maker, bytes calldata signature) internal view returns (bool) {
        if (maker.code.length != 0) return _contractAgrees(digest, maker, signature);
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecover(digest, signature);
        return failure == ECDSA.RecoverError.NoError && signer == maker;
    }

    function _contractAgrees(bytes32 digest, address maker, bytes calldata signature) private view returns (bool) {
        try IERC1271(maker).isValidSignature(digest, signature) returns (bytes4 answer) {
            return answer == IERC1271.isValidSignature.selector;
        } catch {
            return false;
        }
    }
}
