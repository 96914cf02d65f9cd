// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Money for tests and demonstrations
/// @notice Its issuer makes it out of nothing: it is worth nothing, and a deal that pays anybody uses `AttestedCash` or
/// a stablecoin instead.
contract CashToken is ERC20 {
    /// @notice Who may make money, for ever.
    address public immutable issuer;

    uint8 private immutable _digits;

    /// @notice Only the issuer may do this.
    error NotIssuer(address caller);

    /// @param currency the ISO 4217 code, which is the token's symbol.
    /// @param digits how many decimals the currency's minor unit has.
    /// @param issuer_ who may make money.
    constructor(string memory currency, uint8 digits, address issuer_) ERC20("Cash of a demonstration", currency) {
        issuer = issuer_;
        _digits = digits;
    }

    /// @notice Makes money for somebody. Only by the issuer.
    function mint(address to, uint256 amountMinor) external {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        _mint(to, amountMinor);
    }

    /// @notice How many decimal digits the minor unit stands below the major one.
    function decimals() public view override returns (uint8) {
        return _digits;
    }
}
