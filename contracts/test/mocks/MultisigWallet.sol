// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A holder that is a contract: it agrees to the digests that it was told to agree to, or breaks.
contract MultisigWallet is IERC1271 {
    mapping(bytes32 digest => bool) private _agreed;
    bool private _broken;

    function agree(bytes32 digest) external {
        _agreed[digest] = true;
    }

    function breakDown() external {
        _broken = true;
    }

    function call(address target, bytes calldata what) external {
        (bool done,) = target.call(what);
        require(done, "call failed");
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        require(!_broken, "broken");
        return _agreed[digest] ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
