namespace Bastion.Admin;

/// <summary>The closed list of refusal codes (interventions.md 1.4 and the identity codes).</summary>
internal static class DenialCode
{
    public const string ClockUnsafe = "clock.unsafe";
    public const string JournalBehind = "journal.behind";
    public const string RedButtonActive = "redbutton.active";
    public const string VendorSuspended = "vendor.suspended";
    public const string TechnicianDisabled = "technician.disabled";
    public const string TechnicianUnattested = "technician.unattested";
    public const string InterventionUnknown = "intervention.unknown";
    public const string InterventionNotYours = "intervention.not_yours";
    public const string InterventionNotOpen = "intervention.not_open";
    public const string InterventionSettled = "intervention.settled";
    public const string InterventionChanged = "intervention.changed";
    public const string InterventionTwin = "intervention.twin";
    public const string WindowNotYet = "window.not_yet";
    public const string WindowOver = "window.over";
    public const string WindowInvalid = "window.invalid";
    public const string WindowWider = "window.wider";
    public const string DeviceUnknown = "device.unknown";
    public const string DeviceNotOffered = "device.not_offered";
    public const string DeviceNotReleased = "device.not_released";
    public const string DeviceUnderOtherMaintenance = "device.under_other_maintenance";
    public const string DeviceQuarantined = "device.quarantined";
    public const string DeviceBooked = "device.booked";
    public const string ProtocolNotGranted = "protocol.not_granted";
    public const string SourceNotAllowed = "source.not_allowed";
    public const string ListenerNotAllowed = "listener.not_allowed";
    public const string ConcurrencyReached = "concurrency.reached";
    public const string FactorStale = "factor.stale";
    public const string CredentialMissing = "credential.missing";
    public const string CredentialReleased = "credential.released";
    public const string ReceiptBad = "receipt.bad";
    public const string LeaseOver = "lease.over";
    public const string SessionUnknown = "session.unknown";
    public const string ExtensionTooLate = "extension.too_late";
    public const string ExtensionTooLong = "extension.too_long";
    public const string NotAllowed = "act.not_allowed";
    public const string OwnRequest = "decision.own_request";
    public const string OutOfScope = "decision.out_of_scope";
    public const string ReasonTooShort = "reason.too_short";
    public const string NoticeDue = "notice.due";

    public const string SignInRefused = "sign_in.refused";
    public const string SignInOver = "sign_in.over";
    public const string SignInBusy = "sign_in.busy";
    public const string EnrolmentOver = "enrolment.over";
    public const string EnrolmentMissing = "enrolment.missing";
    public const string CodeWrong = "code.wrong";
    public const string PasswordWeak = "password.weak";
    public const string KeyUnreadable = "key.unreadable";
    public const string KeyWeak = "key.weak";
    public const string KeyTaken = "key.taken";
    public const string KeyUnknown = "key.unknown";
    public const string TicketRefused = "ticket.refused";
    public const string FieldInvalid = "field.invalid";
    public const string FieldRequired = "field.required";
    public const string NameTaken = "name.taken";
    public const string Unknown = "record.unknown";
    public const string Settled = "record.settled";
}
