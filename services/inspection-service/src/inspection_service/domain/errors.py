"""What supervision refuses. Each refusal names its rule and the article it comes from."""

from typing import ClassVar

from shared.errors import Conflict, InvalidRequest, RuleBroken, TransitionNotAllowed

PERBUP = "Perbup Sumba Timur 32/2023"


class _NamedRule(RuleBroken):
    """A broken rule that always has the same name and article."""

    rule_name: ClassVar[str]
    rule_article: ClassVar[str]

    def __init__(self, *, pointers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(rule=self.rule_name, article=self.rule_article, pointers=pointers)


class NibNotValid(InvalidRequest):
    """A NIB has thirteen digits."""

    message = "A NIB has thirteen digits."

    def __init__(self) -> None:
        super().__init__(pointers=(("/nib", "format"),))


class VerifiedPlanMissing(_NamedRule):
    """A routine inspection follows a plan that OSS has verified."""

    message = "A routine inspection needs an item of a plan that OSS has verified."
    rule_name = "verified_plan"
    rule_article = f"{PERBUP} Ps 8(13)"


class TriggerMissing(_NamedRule):
    """An incidental inspection needs one of the four circumstances."""

    message = "An incidental inspection needs one of the four circumstances that allow it."
    rule_name = "incidental_trigger"
    rule_article = f"{PERBUP} Ps 17(1)"


class ComplaintUnknown(InvalidRequest):
    """The register has no such complaint."""

    message = "The register has no such complaint."

    def __init__(self) -> None:
        super().__init__(pointers=(("/trigger_source", "unknown"),))


class TriggerNotForRoutine(_NamedRule):
    """A routine inspection follows the plan, not a circumstance."""

    message = "A routine inspection follows the plan and has no trigger."
    rule_name = "routine_has_no_trigger"
    rule_article = f"{PERBUP} Ps 15(3)"


class VirtualReasonMissing(_NamedRule):
    """An inspection is virtual only where a visit is impossible."""

    message = "A virtual inspection needs the reason why a visit is impossible."
    rule_name = "virtual_reason"
    rule_article = f"{PERBUP} Ps 16(7), 17(4)"


class ExaminationReasonMissing(_NamedRule):
    """Micro and small businesses are supervised by guidance."""

    message = "Examining a micro or small business in routine supervision needs a reason."
    rule_name = "guidance_for_micro_and_small"
    rule_article = f"{PERBUP} Ps 16(8)"


class FrequencyLimitReached(RuleBroken):
    """No more routine visits to this location this year."""

    message = "The location has had its routine inspections of the year."


class BeforeTheLicence(_NamedRule):
    """Supervision runs from the moment the licence is obtained."""

    message = "Supervision begins when the licence is obtained."
    rule_name = "since_the_licence"
    rule_article = f"{PERBUP} Ps 15(2)"


class LocationUnknown(InvalidRequest):
    """The business has no such location."""

    message = "The business has no such location."

    def __init__(self) -> None:
        super().__init__(pointers=(("/location_id", "unknown"),))


class LicenceNotOfBusiness(RuleBroken):
    """A licence was named that is not the business's own."""

    message = "A licence that was named does not belong to this business."

    def __init__(self) -> None:
        super().__init__(
            rule="licence_of_business",
            article=f"{PERBUP} Ps 5(2)",
            pointers=(("/licence_ids", "unknown"),),
        )


class LicencesMissing(InvalidRequest):
    """This step touches licences and none was named."""

    message = "Name the licences that are touched."

    def __init__(self) -> None:
        super().__init__(pointers=(("/licence_ids", "required"),))


class LicenceNotTouchable(RuleBroken):
    """A revoked licence cannot be touched again, a supporting step needs a supporting licence."""

    message = "A licence that was named cannot be touched by this step."


class LetterDoesNotCover(TransitionNotAllowed):
    """No signed assignment letter covers this person on this day."""

    message = "No signed assignment letter covers this person on this day."

    def __init__(self) -> None:
        super().__init__(rule="assignment_letter", article=f"{PERBUP} Ps 21(2)a")


class LetterDatesNotValid(InvalidRequest):
    """The letter ends before it begins, or has ended already."""

    message = "The dates of the letter are not valid."

    def __init__(self) -> None:
        super().__init__(pointers=(("/valid_until", "range"),))


class CertificateNotValid(_NamedRule):
    """An expert's certificate lasts as long as the letter."""

    message = "The certificate of an expert ends before the letter does."
    rule_name = "expert_certificate"
    rule_article = f"{PERBUP} Ps 20(2)"


class InspectorsMissing(InvalidRequest):
    """A letter names at least one inspector."""

    message = "The letter names at least one inspector, each once."

    def __init__(self) -> None:
        super().__init__(pointers=(("/inspectors", "required"),))


class RefusalReasonMissing(InvalidRequest):
    """A business that does not sign has its reason recorded."""

    message = "A refused signature needs its reason."

    def __init__(self) -> None:
        super().__init__(pointers=(("/refusal_reason", "required"),))


class OnlyTheBusinessRefuses(RuleBroken):
    """Coordinator and executor answer for the BAP and cannot refuse to sign it."""

    message = "Only the business can refuse to sign the BAP."

    def __init__(self) -> None:
        super().__init__(rule="bap_signatures", pointers=(("/signed", "must_be_true"),))


class AlreadySigned(Conflict):
    """That party has signed or refused already."""

    code = "already_signed"
    message = "That party has already answered for this BAP."


class EntryNotAllowed(RuleBroken):
    """The ladder cannot be entered at that rung for a violation of that level."""

    message = "A violation of this level does not enter the ladder at that step."


class GuidanceFirst(_NamedRule):
    """Guidance comes before the sanction, and the correction must have failed."""

    message = "Guidance comes first: the correction must have been refused or be overdue."
    rule_name = "guidance_first"
    rule_article = f"{PERBUP} Ps 10(2), 10(5)"


class NextStepNotAllowed(RuleBroken):
    """The ladder has no such next rung."""

    message = "The ladder does not lead there from the present step."


class AnswerTimeRunning(RuleBroken):
    """The business may still answer."""

    message = "The time in which the business may answer has not passed."


class AlreadySanctioned(Conflict):
    """The violation has a sanction that is proposed or in force."""

    code = "already_sanctioned"
    message = "This violation already has a sanction that is proposed or in force."


class SamePerson(RuleBroken):
    """Nobody imposes what they proposed or found themselves."""

    message = "Nobody imposes a sanction that they proposed or found themselves."

    def __init__(self) -> None:
        super().__init__(rule="four_eyes", article=f"{PERBUP} Ps 21(2)c")


class ViolationSettled(TransitionNotAllowed):
    """The violation was corrected; nothing more can follow from it."""

    message = "The violation was settled."


class FoundInTheFuture(InvalidRequest):
    """A violation cannot be found later than now."""

    message = "A violation cannot be found in the future."

    def __init__(self) -> None:
        super().__init__(pointers=(("/found_on", "future"),))
