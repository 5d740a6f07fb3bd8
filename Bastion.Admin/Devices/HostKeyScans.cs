using Bastion.Admin.Identity;

namespace Bastion.Admin.Devices;

/// <summary>Asks a Gateway which host keys an endpoint shows, and pins what an Engineer confirms.</summary>
internal sealed class HostKeyScans
{
    /// <summary>By an Administrator or an Engineer with the device in scope. Answers the scan's id; the result comes when a Gateway reports.</summary>
    public Task<Outcome<Guid>> AskAsync(StaffContext by, Guid endpointId, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<List<HostKeyScan>> ListAsync(Guid deviceId) => throw new NotImplementedException();

    /// <summary>By an Engineer in scope: the keys become the pins of the endpoint, a quarantine ends.</summary>
    public Task<Outcome<bool>> ConfirmAsync(StaffContext by, Guid scanId, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<Outcome<bool>> DismissAsync(StaffContext by, Guid scanId, CancellationToken cancellation) => throw new NotImplementedException();
}
