namespace Bastion.Gateway.Sessions;

/// <summary>
/// Why a session ended: the closed list of interventions.md 1.2.
/// The member's name is the word of the journal, the metric, the recording and the pages.
/// </summary>
internal enum SessionEndReason
{
    TechnicianClosed,
    DeviceClosed,
    WorkFinished,
    WindowEnded,
    DrainCapReached,
    IdleTimeout,
    SessionTimeLimit,
    FreezeExpired,
    StaffRevoked,
    WardStopped,
    ClinicalNeed,
    RedButton,
    SupervisorAbsent,
    TechnicianDisabled,
    VendorSuspended,
    TechnicianSignedOut,
    PolicyViolated,
    DeviceUnreachable,
    DeviceRefused,
    DeviceLost,
    DevicePinChanged,
    DeviceProtocolError,
    TechnicianLost,
    TechnicianProtocolError,
    AdminLost,
    RecorderLost,
    RecordingRefused,
    GatewayLost,
    GatewayStopping,
    ClockUnsafe,
    InternalError,
}
