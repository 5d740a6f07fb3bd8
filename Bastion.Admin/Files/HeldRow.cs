namespace Bastion.Admin.Files;

/// <summary>One line of the staff's list.</summary>
/// <param name="MayDecide">This reader may release or refuse it now.</param>
/// <param name="Pending">Its release waits for the journal.</param>
internal sealed record HeldRow(
    Guid Id,
    int Number,
    HeldState State,
    string Path,
    long Bytes,
    string Sha256,
    string Scan,
    string Reason,
    DateTimeOffset HeldAt,
    string Technician,
    string Vendor,
    string DeviceName,
    string DeviceLabel,
    string InterventionNumber,
    string Zone,
    bool MayDecide,
    bool Pending);
