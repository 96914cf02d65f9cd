// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICash} from "./interfaces/ICash.sol";
import {IProgramStore} from "./interfaces/IProgramStore.sol";
import {IRecordDates} from "./interfaces/IRecordDates.sol";
import {IRoles, Role} from "./interfaces/IRoles.sol";
import {IWaterfallVault} from "./interfaces/IWaterfallVault.sol";
import {Interpreter} from "./libraries/Interpreter.sol";
import {Row} from "./libraries/Lanes.sol";
import {Layout, ProgramLayout} from "./libraries/ProgramLayout.sol";

/// @title The vault of a deal: the third executor, which pays only from money that it holds
/// @notice It runs the compiled program as data. Nobody can make it pay otherwise: it has no owner, no switch and no
/// way out for money but `claim` and `withdraw` of what the program paid, and its program changes only by what every
/// signatory of the deal approved. A period is carried out in two steps: the servicer reports what came in; when the
/// challenge window has run out and the payment date has come, anybody may distribute.
///
/// What is checked apart from the interpreter's own adding, each period: opening cash and what crossed the border inwards
/// is what crossed it outwards and closing cash; and the token says that the vault holds closing cash and all that is
/// owed to payees. If either fails, nothing of the period happens.
///
/// Storage is what costs, so that it is few words: four numbers a word, and what lasts for one period alone is written
/// over what the period before left (5,000 gas instead of 22,100).
contract WaterfallVault is IWaterfallVault {
    uint256 private constant OWN_OPENING = type(uint256).max;
    /// @dev 1 January 1970 counted from 1 January of year 1, as payment dates are.
    int256 private constant EPOCH_DAY = 719163;
    /// @dev The lane of `_owed` that holds what is owed to all payees together; a payee's is one after its number.
    uint256 private constant ALL = 0;

    /// @notice What a deal fixes for its vault beside the program.
    struct Terms {
        /// The money in which the deal pays.
        ICash cash;
        /// Who has which role.
        IRoles registry;
        /// What read, checked and keeps the program.
        IProgramStore store;
        /// Where it keeps the layout of the program.
        address layoutAt;
        /// Who must all approve an amendment.
        address[] signatories;
        /// For how long a report can be challenged.
        uint32 challengeSeconds;
        /// By how much a report may come after its payment date before it counts as late.
        uint32 graceSeconds;
        /// By how much the deal's days start before those of UTC: 32,400 for Japan.
        int32 utcOffsetSeconds;
    }

    struct State {
        address layoutAt;
        uint32 nextPeriod;
        uint40 reportedAt;
        Stage stage;
        uint16 nReports;
    }

    /// @dev What holders of a class have taken of what it got for a period.
    struct Taken {
        uint128 units;
        uint128 amount;
    }

    /// @notice The money in which the deal pays.
    ICash public immutable cash;
    /// @notice Who has which role.
    IRoles public immutable registry;
    /// @inheritdoc IWaterfallVault
    IProgramStore public immutable store;
    /// @notice For how long a report can be challenged.
    uint256 public immutable challengeSeconds;
    /// @notice By how much a report may come after its payment date before it counts as late.
    uint256 public immutable graceSeconds;
    int256 private immutable _utcOffsetSeconds;

    /// @inheritdoc IWaterfallVault
    bytes32 public programDigest;

    State private _state;
    address[] private _signatories;
    /// @dev The slots that last, in their order.
    Row private _slots;
    /// @dev What the last report brings.
    Row private _inputs;
    /// @dev By number of payee, the last record date of each class.
    Row private _recorded;
    /// @dev What is owed to all payees together, classes included, and then to each that is no class.
    Row private _owed;
    /// @dev For a period the record date, if it has one number in all classes, as it has where their tokens started
    /// together; then by number of payee what each class got. So three classes take one word, not two.
    mapping(uint256 period => Row) private _pots;
    /// @dev By number of payee, the record date of each class for a period, where the numbers differ.
    mapping(uint256 period => Row) private _recordDates;
    mapping(uint256 period => mapping(uint256 classNumber => Taken)) private _taken;
    mapping(uint256 period => mapping(uint256 classNumber => mapping(address holder => bool))) private _hasClaimed;
    mapping(bytes32 report => mapping(address by => bool)) private _hasChallenged;
    mapping(bytes32 amendment => mapping(address signatory => bool)) private _approvals;

    constructor(Terms memory terms) {
        if (terms.signatories.length == 0) revert NoSignatories();
        cash = terms.cash;
        registry = terms.registry;
        store = terms.store;
        challengeSeconds = terms.challengeSeconds;
        graceSeconds = terms.graceSeconds;
        _utcOffsetSeconds = terms.utcOffsetSeconds;
        // each signatory approves once: a repeated one could never approve twice, and no amendment would pass
        for (uint256 i = 1; i < terms.signatories.length; ++i) {
            for (uint256 j; j < i; ++j) {
                if (terms.signatories[i] == terms.signatories[j]) revert RepeatedSignatory(terms.signatories[i]);
            }
        }
        _signatories = terms.signatories;
        (Layout l,) = _setProgram(terms.store, terms.layoutAt, 0);
        _slots.store(l.openings());
    }

    // --- a period ---

    /// @inheritdoc IWaterfallVault
    function report(uint256 period, int64[] calldata inputs, bytes32 root) external {
        if (!_is(Role.Servicer)) revert NotEntitled(msg.sender);
        State memory state = _at(period, Stage.Open);
        Layout l = ProgramLayout.load(state.layoutAt);
        if (period >= l.nPeriods()) revert NoPeriodLeft(l.nPeriods());
        _keepInputs(l, inputs);
        state.stage = Stage.Reported;
        state.reportedAt = uint40(block.timestamp);
        unchecked {
            ++state.nReports; // tells a report from the one that it replaces
        }
        _state = state;
        emit Reported(period, msg.sender, inputs, root);
        uint256 due = _dueAt(l, period) + graceSeconds;
        if (block.timestamp > due) emit ReportedLate(period, due, block.timestamp);
        _fixRecordDates(l);
    }

    /// @inheritdoc IWaterfallVault
    function challenge(uint256 period, bytes32 reason) external {
        bool isEntitled = _is(Role.Trustee) || _is(Role.Investor) || _is(Role.RatingAgency) || _is(Role.Regulator);
        if (!isEntitled) revert NotEntitled(msg.sender);
        State memory state = _at(period, Stage.Reported);
        uint256 closes = state.reportedAt + challengeSeconds;
        if (block.timestamp >= closes) revert WindowClosed(closes);
        // a report is challenged once by each: nobody can hold a period up by saying the same again
        bytes32 reported = keccak256(abi.encode(period, state.nReports));
        if (_hasChallenged[reported][msg.sender]) revert ChallengedBefore(msg.sender);
        _hasChallenged[reported][msg.sender] = true;
        _state.stage = Stage.Challenged;
        emit Challenged(period, msg.sender, reason);
    }

    /// @inheritdoc IWaterfallVault
    function resolve(uint256 period, bool stands) external {
        if (!_is(Role.Trustee) && !_is(Role.Regulator)) revert NotEntitled(msg.sender);
        _at(period, Stage.Challenged);
        _state.stage = stands ? Stage.Reported : Stage.Open;
        emit Resolved(period, msg.sender, stands);
    }

    /// @inheritdoc IWaterfallVault
    function distribute(uint256 period) external {
        State memory state = _at(period, Stage.Reported);
        Layout l = ProgramLayout.load(state.layoutAt);
        uint256 until = _latest(state.reportedAt + challengeSeconds, _dueAt(l, period));
        if (block.timestamp < until) revert TooEarly(until);
        // from here to the end a call from within the cash token finds the vault busy
        _state.stage = Stage.Busy;
        Interpreter.Frame memory f = l.frame(period);
        (uint256[] memory paid, uint256[] memory drawn) = (new uint256[](l.nPayees()), new uint256[](l.nPayees()));
        (f.paid, f.drawn) = (_place(paid), _place(drawn));
        uint256 opening = _loadFrame(l, f);
        Interpreter.run(f);
        uint256 left = _storeSlots(l, f);
        uint256 mustHold = _credit(l, f, opening, left);
        _collectMoney(l, drawn, mustHold);
        state.stage = Stage.Open;
        ++state.nextPeriod;
        _state = state;
        emit Distributed(period, f.received, paid, drawn);
    }

    // --- what payees take ---

    /// @inheritdoc IWaterfallVault
    function claim(uint256 classNumber, uint256 period) external {
        claimFor(msg.sender, classNumber, period);
    }

    /// @notice Pays a holder its part of what a class got for a period. By anybody; the money goes to the holder, and to
    /// the account that took the place of one that was lost.
    /// @dev Each part is rounded down; who takes last gets what the others' roundings left, so that all is paid out.
    function claimFor(address holder, uint256 classNumber, uint256 period) public {
        (address token, uint256 total, uint256 recordDate) = _pot(classNumber, period);
        uint256 units = IRecordDates(token).balanceOfAt(holder, recordDate);
        if (total == 0 || units == 0 || _hasClaimed[period][classNumber][holder]) revert NothingOwed();
        _hasClaimed[period][classNumber][holder] = true;
        Taken storage taken = _taken[period][classNumber];
        uint256 supply = IRecordDates(token).totalSupplyAt(recordDate);
        uint256 all = taken.units + units;
        uint256 amount = all == supply ? total - taken.amount : total * units / supply;
        if (all > supply || taken.amount + amount > total) revert NothingOwed();
        taken.units = uint128(all);
        taken.amount += uint128(amount);
        emit Claimed(classNumber, period, holder, amount);
        _payOut(IRecordDates(token).successorOf(holder), amount);
    }

    /// @inheritdoc IWaterfallVault
    function withdraw(uint256 number) external {
        (address to, bool isClass) = _payee(number);
        if (isClass) revert NoSuchPayee(number);
        uint256 lane = number + 1;
        uint256 amount = _owed.get(lane);
        if (amount == 0) revert NothingOwed();
        _owed.put(lane, 0);
        emit Withdrawn(number, to, amount);
        _payOut(to, amount);
    }

    // --- the amendment rule ---

    /// @notice Approves an amendment, named by the hash of its ABI encoding. Only by a signatory.
    function approve(bytes32 amendment) external {
        if (!_isSignatory(msg.sender)) revert NotEntitled(msg.sender);
        _approvals[amendment][msg.sender] = true;
        emit Approved(amendment, msg.sender);
    }

    /// @notice Puts a new program in place of the old, if every signatory approved it. By anybody, before its first
    /// period is paid; what was reported of that period is void, so that a report which cannot be funded holds no money
    /// back for good. Cash neither grows nor shrinks by it.
    function amend(Amendment calldata amendment) external {
        State memory state = _state;
        if (amendment.fromPeriod != state.nextPeriod) revert NotNextPeriod(amendment.fromPeriod, state.nextPeriod);
        if (state.stage == Stage.Busy) revert WrongStage(state.stage);
        bytes32 id = keccak256(msg.data[4:]);
        for (uint256 i; i < _signatories.length; ++i) {
            address signatory = _signatories[i];
            if (!_approvals[id][signatory]) revert NotApproved(signatory);
            delete _approvals[id][signatory]; // what was approved once takes effect once
        }
        Layout old = ProgramLayout.load(state.layoutAt);
        (Layout l, bytes32 payeesDigest) = _setProgram(store, amendment.layoutAt, amendment.fromPeriod);
        bool isApproved = amendment.programDigest == programDigest && amendment.payeesDigest == payeesDigest;
        if (!isApproved) revert NotKept(amendment.layoutAt);
        _keepsPayees(old, l);
        uint256 cashBefore = _cash(old);
        _carry(old, l, amendment.carried);
        uint256 cashAfter = _cash(l);
        if (cashAfter != cashBefore) revert Unbalanced(cashBefore, cashAfter);
        _state.stage = Stage.Open;
    }

    // --- what can be seen ---

    /// @inheritdoc IWaterfallVault
    function layoutAt() external view returns (address) {
        return _state.layoutAt;
    }

    /// @inheritdoc IWaterfallVault
    function status() external view returns (uint256 nextPeriod, Stage stage, uint256 reportedAt) {
        return (_state.nextPeriod, _state.stage, _state.reportedAt);
    }

    /// @notice From when a period can be paid at the earliest: the start of its payment date.
    function dueAt(uint256 period) external view returns (uint256) {
        return _dueAt(ProgramLayout.load(_state.layoutAt), period);
    }

    /// @inheritdoc IWaterfallVault
    function slot(uint256 number) external view returns (uint256) {
        return closing()[number];
    }

    /// @inheritdoc IWaterfallVault
    function closing() public view returns (uint256[] memory) {
        return _closing(ProgramLayout.load(_state.layoutAt));
    }

    /// @notice What a payee that is no class can withdraw.
    function owed(uint256 number) external view returns (uint256) {
        return _owed.get(number + 1);
    }

    /// @notice What a class got for a period, how much of it its holders took, and the record date by which they do.
    function pot(uint256 classNumber, uint256 period)
        external
        view
        returns (uint256 amount, uint256 taken, uint256 recordDate)
    {
        (, amount, recordDate) = _pot(classNumber, period);
        taken = _taken[period][classNumber].amount;
    }

    /// @notice What the vault must hold: the accounts' cash and all that payees have not taken yet.
    function needed() external view returns (uint256) {
        return _cash(ProgramLayout.load(_state.layoutAt)) + _owed.get(ALL);
    }

    /// @notice Who must all approve an amendment.
    function signatories() external view returns (address[] memory) {
        return _signatories;
    }

    // --- reporting ---

    function _at(uint256 period, Stage stage) private view returns (State memory state) {
        state = _state;
        if (period != state.nextPeriod) revert NotNextPeriod(period, state.nextPeriod);
        if (state.stage != stage) revert WrongStage(state.stage);
    }

    function _is(Role role) private view returns (bool) {
        return registry.hasRole(msg.sender, role);
    }

    function _keepInputs(Layout l, int64[] calldata inputs) private {
        if (inputs.length != l.nInputs()) revert WrongInputs(inputs.length, l.nInputs());
        uint256[] memory numbers = new uint256[](inputs.length);
        for (uint256 i; i < inputs.length; ++i) {
            numbers[i] = uint64(inputs[i]);
            if (numbers[i] > l.most(i)) revert InputOutOfRange(i, inputs[i]); // so is one below 0
        }
        _inputs.store(numbers);
    }

    /// @dev Who holds a class as its period is reported is paid for it, whoever holds it on the payment date.
    function _fixRecordDates(Layout l) private {
        uint256[] memory numbers = new uint256[](_classesEnd(l));
        for (uint256 i; i < numbers.length; ++i) {
            (address to, bool isClass) = l.payee(i);
            if (isClass) numbers[i] = IRecordDates(to).checkpoint();
        }
        _recorded.store(numbers);
    }

    /// @dev Gives the number after that of the last payee that is a class.
    function _classesEnd(Layout l) private pure returns (uint256 end) {
        for (uint256 i; i < l.nPayees(); ++i) {
            (, bool isClass) = l.payee(i);
            if (isClass) end = i + 1;
        }
    }

    function _dueAt(Layout l, uint256 period) private view returns (uint256) {
        if (period >= l.nPeriods()) revert NoPeriodLeft(l.nPeriods());
        unchecked {
            // days and seconds of people's lives: nothing here comes near the ends of 256 bits
            int256 midnight = (int256(l.paymentDay(period)) - EPOCH_DAY) * 1 days - _utcOffsetSeconds;
            return midnight > 0 ? uint256(midnight) : 0;
        }
    }

    function _latest(uint256 one, uint256 other) private pure returns (uint256) {
        return one > other ? one : other;
    }

    // --- distributing ---

    /// @dev Puts the slots that last, and what the period brought, where the interpreter works; gives all cash.
    function _loadFrame(Layout l, Interpreter.Frame memory f) private view returns (uint256) {
        f.brought = _place(_inputs.load(l.nInputs()));
        return l.scatter(_slots.load(l.nLasting()), f.slots);
    }

    /// @dev Keeps the slots that last; gives all cash.
    function _storeSlots(Layout l, Interpreter.Frame memory f) private returns (uint256 left) {
        uint256[] memory numbers;
        (numbers, left) = l.gather(f.slots);
        _slots.store(numbers);
    }

    /// @dev Owes payees what the period pays them, after checking that cash is neither made nor lost; gives what the
    /// vault must hold from now on.
    function _credit(Layout l, Interpreter.Frame memory f, uint256 opening, uint256 left)
        private
        returns (uint256 mustHold)
    {
        uint256 end = _classesEnd(l);
        uint256[] memory owedTo = _owed.load(l.nPayees() + 1);
        uint256[] memory pots = new uint256[](end + 1);
        uint256 paid;
        uint256 drawn;
        for (uint256 i; i < l.nPayees(); ++i) {
            (, bool isClass) = l.payee(i);
            uint256 amount = _get(f.paid, i);
            paid += amount;
            drawn += _get(f.drawn, i);
            (isClass ? pots : owedTo)[i + 1] += amount;
        }
        uint256 available = opening + f.received + drawn;
        if (available != paid + left) revert Unbalanced(available, paid + left);
        owedTo[ALL] += paid;
        _owed.store(owedTo);
        if (end != 0) {
            uint256[] memory recorded = _recorded.load(end);
            pots[0] = _common(recorded);
            _pots[f.period].store(pots);
            if (pots[0] == 0) _recordDates[f.period].store(recorded);
        }
        return left + owedTo[ALL];
    }

    /// @dev Gives the number that all of some have, but for those that are 0; or 0 if they differ.
    function _common(uint256[] memory numbers) private pure returns (uint256 common) {
        for (uint256 i; i < numbers.length; ++i) {
            if (common == 0) common = numbers[i];
            if (numbers[i] != 0 && numbers[i] != common) return 0;
        }
    }

    /// @dev Takes from guarantors what they owe and the vault lacks: one that paid in directly is not charged again.
    function _collectMoney(Layout l, uint256[] memory drawn, uint256 mustHold) private {
        uint256 held = cash.balanceOf(address(this));
        for (uint256 i; held < mustHold && i < drawn.length; ++i) {
            uint256 amount = drawn[i];
            if (amount > mustHold - held) amount = mustHold - held;
            if (amount == 0) continue;
            (address guarantor,) = l.payee(i);
            _pull(guarantor, amount);
            held = cash.balanceOf(address(this));
        }
        if (held < mustHold) revert NotFunded(held, mustHold);
    }

    function _pull(address guarantor, uint256 amount) private {
        try cash.transferFrom(guarantor, address(this), amount) returns (bool moved) {
            if (!moved) revert GuarantorDidNotPay(guarantor, amount);
        } catch {
            revert GuarantorDidNotPay(guarantor, amount);
        }
    }

    // --- taking ---

    function _payOut(address to, uint256 amount) private {
        if (_state.stage == Stage.Busy) revert WrongStage(Stage.Busy);
        _owed.put(ALL, _owed.get(ALL) - amount);
        if (!cash.transfer(to, amount)) revert NotTransferred(to, amount);
    }

    function _payee(uint256 number) private view returns (address to, bool isClass) {
        Layout l = ProgramLayout.load(_state.layoutAt);
        if (number >= l.nPayees()) revert NoSuchPayee(number);
        return l.payee(number);
    }

    function _pot(uint256 classNumber, uint256 period)
        private
        view
        returns (address token, uint256 total, uint256 recordDate)
    {
        bool isClass;
        (token, isClass) = _payee(classNumber);
        if (!isClass) revert NoSuchPayee(classNumber);
        total = _pots[period].get(classNumber + 1);
        recordDate = _pots[period].get(0);
        if (recordDate == 0) recordDate = _recordDates[period].get(classNumber);
    }

    // --- the program ---

    function _setProgram(IProgramStore from, address kept, uint256 fromPeriod)
        private
        returns (Layout l, bytes32 payeesDigest)
    {
        bytes32 digest;
        (digest, payeesDigest) = from.digestsOf(kept);
        if (digest == 0) revert NotKept(kept);
        _state.layoutAt = kept;
        programDigest = digest;
        emit ProgramSet(digest, kept, fromPeriod);
        l = ProgramLayout.load(kept);
    }

    /// @dev Keeps for each slot that lasts what a slot of the program before held, or its own opening value.
    function _carry(Layout old, Layout l, uint256[] calldata carried) private {
        uint256[] memory before = _closing(old);
        uint256[] memory numbers = l.openings();
        if (carried.length != numbers.length) revert WrongCarrying();
        for (uint256 i; i < carried.length; ++i) {
            if (carried[i] != OWN_OPENING) {
                if (carried[i] >= before.length) revert WrongCarrying();
                numbers[i] = before[carried[i]];
            }
        }
        _slots.store(numbers);
    }

    function _closing(Layout l) private view returns (uint256[] memory values) {
        values = new uint256[](l.nSlots());
        l.scatter(_slots.load(l.nLasting()), _place(values));
    }

    /// @dev Gives the cash in all accounts.
    function _cash(Layout l) private view returns (uint256) {
        return l.scatter(_slots.load(l.nLasting()), ProgramLayout.zeros(l.nSlots()));
    }

    function _isSignatory(address who) private view returns (bool) {
        for (uint256 i; i < _signatories.length; ++i) {
            if (_signatories[i] == who) return true;
        }
        return false;
    }

    /// @dev What a payee is owed lies under its number, so that an amendment only adds payees.
    function _keepsPayees(Layout old, Layout l) private pure {
        if (l.nPayees() < old.nPayees()) revert PayeesChanged();
        for (uint256 i; i < old.nPayees(); ++i) {
            (address before, bool wasClass) = old.payee(i);
            (address to, bool isClass) = l.payee(i);
            if (to != before || isClass != wasClass) revert PayeesChanged();
        }
    }

    // --- words in memory ---

    function _get(uint256 from, uint256 which) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(from, shl(5, which)))
        }
    }

    /// @dev Gives the place of the first item of a list.
    function _place(uint256[] memory list) private pure returns (uint256 from) {
        assembly ("memory-safe") {
            from := add(list, 32)
        }
    }
}
