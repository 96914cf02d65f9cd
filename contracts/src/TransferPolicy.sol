// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC7943Fungible} from "./interfaces/IERC7943.sol";
import {IClassToken, TransferRules} from "./interfaces/IClassToken.sol";
import {IRecordDates} from "./interfaces/IRecordDates.sol";
import {InvestorClass, IRegistry, Role} from "./interfaces/IRegistry.sol";
import {Roles} from "./libraries/Roles.sol";
import {RecordDates} from "./RecordDates.sol";

/// @title Who may send and receive units, and what an authority may do to them
/// @notice One function, `_refusal`, says why a sale is not allowed: `canTransfer` asks it, and so does every transfer,
/// so that the answer given beforehand and the transfer itself cannot differ. The trustee acts only under a case whose
/// reason it stated, and the reason stands in the event of each act.
/// @dev Whoever loses a role or its eligibility keeps its units and may sell them: the rules look at the buyer. A
/// holder that a trustee froze may do neither. Questions never revert (ERC-7943): the registry's answers cannot.
abstract contract TransferPolicy is RecordDates {
    using Roles for IRegistry;

    /// @dev Why a sale is not allowed, in the order in which it is looked at.
    enum Refusal {
        None,
        Redeemed,
        Sender,
        Receiver,
        LockedUp,
        WholeBlock,
        QualifiedOnly,
        Unfrozen
    }

    /// @notice Who holds which role.
    IRegistry public immutable registry;

    /// @notice The reason for which a trustee acts now; zero if it has opened no case.
    mapping(address registrar => bytes32 reason) public openCaseOf;

    /// @inheritdoc IClassToken
    bool public isRedeemed;

    /// @notice Whether a holder's units were placed with qualified investors as such, and pass among them alone.
    mapping(address holder => bool) public boundToQualified;

    TransferRules internal _rules;
    mapping(address account => uint256) private _frozen;
    mapping(address account => bool) private _accountFrozen;
    mapping(address lost => address) private _successors;
    bool private _enforcing;

    /// @dev Only a trustee that has stated its reason.
    modifier underCase() {
        _requireTrustee();
        if (openCaseOf[msg.sender] == 0) revert NoCaseOpen(msg.sender);
        _;
    }

    constructor(IRegistry registry_, TransferRules memory rules_) {
        registry = registry_;
        _rules = rules_;
    }

    /// @inheritdoc IClassToken
    function openCase(bytes32 reason) external {
        _requireTrustee();
        openCaseOf[msg.sender] = reason;
        emit CaseOpened(msg.sender, reason);
    }

    /// @inheritdoc IClassToken
    function freeze(address account) external underCase {
        _setAccountFrozen(account, true, "freeze");
    }

    /// @inheritdoc IClassToken
    function unfreeze(address account) external underCase {
        _setAccountFrozen(account, false, "unfreeze");
    }

    /// @inheritdoc IERC7943Fungible
    /// @dev By a trustee under a case.
    function setFrozenTokens(address account, uint256 amount) external underCase returns (bool) {
        _setFrozen(account, amount);
        emit Enforced("set-frozen", account, address(0), amount, openCaseOf[msg.sender]);
        return true;
    }

    /// @inheritdoc IERC7943Fungible
    /// @dev By a trustee under a case. It passes lock-up, block and freeze, which bind the holder, but not the
    /// receiver's eligibility: what was placed with qualified investors goes to no other. What is taken out of frozen
    /// units is unfrozen before it moves.
    function forcedTransfer(address from, address to, uint256 amount) external underCase returns (bool) {
        if (boundToQualified[from] && !_isQualified(to)) revert QualifiedOnly(to);
        _force(from, to, amount);
        emit Enforced("forced-transfer", from, to, amount, openCaseOf[msg.sender]);
        return true;
    }

    /// @inheritdoc IClassToken
    /// @dev Who is no longer qualified recovers what it holds all the same: its new account is no other investor.
    function recover(address lost, address replacement) external underCase {
        bool placed = boundToQualified[lost] && _isQualified(lost);
        if (placed && !_isQualified(replacement)) revert QualifiedOnly(replacement);
        uint256 frozen = _frozen[lost];
        uint256 amount = balanceOf(lost);
        _force(lost, replacement, amount);
        // What was withheld from the holder stays withheld, under its new address; the old one is shut.
        _setFrozen(lost, 0);
        _setFrozen(replacement, Math.saturatingAdd(_frozen[replacement], frozen));
        _accountFrozen[lost] = true;
        // Who is found again has no successor any more, so that the way from account to account never runs in a circle.
        _successors[lost] = replacement;
        delete _successors[replacement];
        emit Enforced("recover", lost, replacement, amount, openCaseOf[msg.sender]);
    }

    /// @inheritdoc IRecordDates
    function successorOf(address account) external view returns (address) {
        while (_successors[account] != address(0)) {
            account = _successors[account];
        }
        return account;
    }

    /// @inheritdoc IERC7943Fungible
    function canSend(address account) public view returns (bool) {
        return registry.isRegistered(account) && !_accountFrozen[account];
    }

    /// @inheritdoc IERC7943Fungible
    function canReceive(address account) public view returns (bool) {
        return !_accountFrozen[account] && _mayHold(account);
    }

    /// @inheritdoc IERC7943Fungible
    function canTransfer(address from, address to, uint256 amount) external view returns (bool) {
        return _refusal(from, to, amount) == Refusal.None;
    }

    /// @inheritdoc IERC7943Fungible
    function getFrozenTokens(address account) external view returns (uint256) {
        return _frozen[account];
    }

    /// @inheritdoc IClassToken
    function isFrozen(address account) external view returns (bool) {
        return _accountFrozen[account];
    }

    /// @inheritdoc IClassToken
    function rules() external view returns (TransferRules memory) {
        return _rules;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC7943Fungible).interfaceId || interfaceId == type(IERC165).interfaceId;
    }

    /// @dev Sales pass the rules here. Issue has no sender and looks at first holders itself; an authority's transfers
    /// have looked at the receiver. Nothing is called between `_enforcing` being set and cleared that could sell.
    function _update(address from, address to, uint256 amount) internal virtual override {
        bool sells = from != address(0) && to != address(0) && !_enforcing;
        if (sells) _requireAllowed(from, to, amount);
        // Nothing that moves nothing may bind anybody.
        if (amount != 0 && boundToQualified[from]) boundToQualified[to] = true;
        super._update(from, to, amount);
    }

    /// @dev Cancels all that a holder has, frozen or not: what was paid in full is no security any more.
    function _cancel(address holder) internal {
        uint256 units = balanceOf(holder);
        if (units == 0) return;
        if (_frozen[holder] != 0) _setFrozen(holder, 0);
        _burn(holder, units);
        emit Cancelled(holder, units);
        emit Enforced("cancel", holder, address(0), units, openCaseOf[msg.sender]);
    }

    function _bindToQualified(address holder) internal {
        boundToQualified[holder] = true;
    }

    function _isQualified(address account) internal view returns (bool) {
        return registry.investorClassOf(account) == InvestorClass.Qualified;
    }

    function _force(address from, address to, uint256 amount) private {
        if (from == to) revert ForcedTransferToSelf(from);
        if (!canReceive(to)) revert ERC7943CannotReceive(to);
        _unfreezeWhatMoves(from, amount);
        _enforcing = true;
        _transfer(from, to, amount);
        _enforcing = false;
        emit ForcedTransfer(from, to, amount);
    }

    /// @dev Takes unfrozen units first: only what is missing comes out of the frozen ones.
    function _unfreezeWhatMoves(address from, uint256 amount) private {
        uint256 balance = balanceOf(from);
        uint256 unfrozen = _unfrozen(from);
        if (amount > unfrozen && amount <= balance) _setFrozen(from, _frozen[from] - (amount - unfrozen));
    }

    function _setFrozen(address account, uint256 amount) private {
        _frozen[account] = amount;
        emit Frozen(account, amount);
    }

    function _setAccountFrozen(address account, bool frozen, bytes32 action) private {
        _accountFrozen[account] = frozen;
        emit Enforced(action, account, address(0), balanceOf(account), openCaseOf[msg.sender]);
    }

    function _requireAllowed(address from, address to, uint256 amount) private view {
        Refusal refusal = _refusal(from, to, amount);
        if (refusal == Refusal.None) return;
        if (refusal == Refusal.Redeemed) revert Redeemed();
        if (refusal == Refusal.Sender) revert ERC7943CannotSend(from);
        if (refusal == Refusal.Receiver) revert ERC7943CannotReceive(to);
        if (refusal == Refusal.LockedUp) revert LockedUp(_rules.lockedUntil);
        // What the holder does not have at all is the base token's to refuse.
        if (amount > balanceOf(from)) return;
        if (refusal == Refusal.WholeBlock) revert WholeBlockOnly(from, balanceOf(from), amount);
        if (refusal == Refusal.QualifiedOnly) revert QualifiedOnly(to);
        revert ERC7943InsufficientUnfrozenBalance(from, amount, _unfrozen(from));
    }

    function _refusal(address from, address to, uint256 amount) private view returns (Refusal) {
        if (isRedeemed) return Refusal.Redeemed;
        if (!canSend(from)) return Refusal.Sender;
        if (!canReceive(to)) return Refusal.Receiver;
        if (block.timestamp < _rules.lockedUntil) return Refusal.LockedUp;
        if (_rules.wholeBlockOnly && amount != balanceOf(from)) return Refusal.WholeBlock;
        if (boundToQualified[from] && !_isQualified(to)) return Refusal.QualifiedOnly;
        if (_frozen[from] != 0 && amount > _unfrozen(from)) return Refusal.Unfrozen;
        return Refusal.None;
    }

    /// @dev The roles that hold securities: investors, the originator that retains, and the underwriter that takes
    /// firm.
    function _mayHold(address account) private view returns (bool) {
        if (_rules.eligibleClasses & (1 << uint8(registry.investorClassOf(account))) == 0) return false;
        return registry.hasRole(account, Role.Investor) || registry.hasRole(account, Role.Originator)
            || registry.hasRole(account, Role.Underwriter);
    }

    function _unfrozen(address account) private view returns (uint256) {
        uint256 balance = balanceOf(account);
        return _frozen[account] < balance ? balance - _frozen[account] : 0;
    }

    function _requireTrustee() private view {
        registry.requireRole(msg.sender, Role.Trustee);
    }
}
