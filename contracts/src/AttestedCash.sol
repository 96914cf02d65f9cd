// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IRoles, Role} from "./interfaces/IRoles.sol";

/// @title Money in the trustee's bank account, as the trustee attests it
/// @notice One unit here is one minor unit there. Units come into being by a receipt that the trustee attests under the
/// bank's own reference, once each, and go when the trustee attests that the bank has paid them out. Between request and
/// payment they lie with this contract, so that at every time there are as many units as there is money in the account;
/// the trustee states the bank's balance, and while it differs no receipt is attested.
///
/// What this proves is that nobody on the chain made money; that the bank's account holds it rests on the trustee's
/// word, which is why every statement of it is recorded under its name.
contract AttestedCash is ERC20 {
    /// @notice A payment that a holder asked the bank for.
    struct Payment {
        address holder;
        uint256 amountMinor;
        bytes32 account;
    }

    /// @notice Who has which role.
    IRoles public immutable registry;

    /// @notice References of the bank under which money came in or went out.
    mapping(bytes32 bankReference => bool) public isUsed;
    /// @notice Payments that the bank has not made yet, by number; those made or refused are empty.
    mapping(uint256 number => Payment) public payments;
    /// @notice How many payments have been asked for.
    uint256 public nPayments;
    /// @notice By how much the bank's balance was last stated to exceed the units; below 0 if it falls short.
    int256 public differenceMinor;

    uint8 private immutable _digits;

    /// @notice The bank received money for somebody.
    event Attested(bytes32 indexed bankReference, address indexed to, uint256 amountMinor, address indexed trustee);
    /// @notice A holder asks that the bank pay to an account, named by its hash.
    event PaymentAsked(uint256 indexed number, address indexed holder, uint256 amountMinor, bytes32 account);
    /// @notice The bank has paid.
    event Paid(uint256 indexed number, bytes32 indexed bankReference, uint256 amountMinor, address indexed trustee);
    /// @notice The bank cannot pay: the holder has its units back.
    event Refused(uint256 indexed number, bytes32 reason, address indexed trustee);
    /// @notice The trustee states what the bank's account holds; `statement` is the hash of the bank's statement.
    event Reconciled(bytes32 indexed statement, uint256 bankMinor, int256 differenceMinor, address indexed trustee);

    /// @notice Only the trustee may do this.
    error NotTrustee(address caller);
    /// @notice This reference of the bank has been used.
    error ReferenceUsed(bytes32 bankReference);
    /// @notice The account and the units differ: the trustee must state a balance that agrees first.
    error NotReconciled(int256 differenceMinor);
    /// @notice There is no such payment to make.
    error NoSuchPayment(uint256 number);
    /// @notice An amount of 0 is no money.
    error NothingToMove();

    modifier onlyTrustee() {
        if (!registry.hasRole(msg.sender, Role.Trustee)) revert NotTrustee(msg.sender);
        _;
    }

    /// @param currency the ISO 4217 code, which is the token's symbol.
    /// @param digits how many decimals the currency's minor unit has.
    /// @param registry_ who has which role.
    constructor(string memory currency, uint8 digits, IRoles registry_) ERC20("Attested bank money", currency) {
        registry = registry_;
        _digits = digits;
    }

    /// @notice Records that the bank received money, and gives its units to whom it is for. Only by the trustee.
    function attest(bytes32 bankReference, address to, uint256 amountMinor) external onlyTrustee {
        if (differenceMinor != 0) revert NotReconciled(differenceMinor);
        if (amountMinor == 0) revert NothingToMove();
        _use(bankReference);
        emit Attested(bankReference, to, amountMinor, msg.sender);
        _mint(to, amountMinor);
    }

    /// @notice Asks that the bank pay; the units are set aside until it has. By their holder.
    /// @param account the hash of the account to be paid, which the holder tells the trustee off the chain.
    function askPayment(uint256 amountMinor, bytes32 account) external returns (uint256 number) {
        if (amountMinor == 0) revert NothingToMove();
        number = nPayments++;
        payments[number] = Payment(msg.sender, amountMinor, account);
        emit PaymentAsked(number, msg.sender, amountMinor, account);
        _transfer(msg.sender, address(this), amountMinor);
    }

    /// @notice Records that the bank has paid; the units are no more. Only by the trustee.
    function confirmPayment(uint256 number, bytes32 bankReference) external onlyTrustee {
        Payment memory payment = _close(number);
        _use(bankReference);
        emit Paid(number, bankReference, payment.amountMinor, msg.sender);
        _burn(address(this), payment.amountMinor);
    }

    /// @notice Records that the bank cannot pay; the holder has its units back. Only by the trustee.
    function refusePayment(uint256 number, bytes32 reason) external onlyTrustee {
        Payment memory payment = _close(number);
        emit Refused(number, reason, msg.sender);
        _transfer(address(this), payment.holder, payment.amountMinor);
    }

    /// @notice States what the bank's account holds. Only by the trustee.
    function reconcile(bytes32 statement, uint128 bankMinor) external onlyTrustee {
        differenceMinor = int256(uint256(bankMinor)) - int256(totalSupply());
        emit Reconciled(statement, bankMinor, differenceMinor, msg.sender);
    }

    /// @notice How many decimal digits the minor unit stands below the major one.
    function decimals() public view override returns (uint8) {
        return _digits;
    }

    function _use(bytes32 bankReference) private {
        if (isUsed[bankReference]) revert ReferenceUsed(bankReference);
        isUsed[bankReference] = true;
    }

    function _close(uint256 number) private returns (Payment memory payment) {
        payment = payments[number];
        if (payment.amountMinor == 0) revert NoSuchPayment(number);
        delete payments[number];
    }
}
