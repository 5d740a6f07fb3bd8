using Bastion.Admin.Contracts;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vault;
using Bastion.Admin.Vendors;
using Bastion.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>The one door (access.proto). Only a Gateway may knock.</summary>
internal sealed class AccessService(
    AdminStore store,
    SignInDesk signIns,
    SessionOpening opening,
    CredentialRelease release,
    Supervisors supervisors,
    SessionReports reports,
    HostKeyScans scans,
    CredentialTasks credentialTasks,
    GatewayLinks links,
    TimeProvider time) : Access.AccessBase
{
    private const int MaxOpenLines = 50;

    public override Task<OpenList> ListOpen(SignInToken request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return store.ReadAsync(async db =>
        {
            var now = time.GetUtcNow();
            if (await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(request.Token)) is not { } live)
                return new OpenList { Refusal = Wire.Refusal(Denial.Of(DenialCode.SignInOver)) };
            var technician = (Technician)live.Account;
            var soon = now + TimeSpan.FromHours(24);
            var mine = await Whole.Interventions(db)
                .Where(one => (one.State == InterventionState.Approved || one.State == InterventionState.Open) && one.NotBefore < soon && one.Technicians.Any(named => named.TechnicianId == technician.Id))
                .OrderBy(one => one.NotBefore).Take(MaxOpenLines).ToListAsync();
            var list = new OpenList();
            foreach (var one in mine.Where(one => !Standing.Of(one, now).Settled && (live.SignIn.ArmedInterventionId ?? one.Id) == one.Id))
            {
                var line = new OpenLine
                {
                    InterventionId = one.Id.ToString("D"),
                    InterventionNumber = one.Number,
                    DeviceId = one.DeviceId.ToString("D"),
                    DeviceName = one.Device!.Name,
                    DeviceLabel = one.Device.Label,
                    Place = Places.Of(one.Device),
                    NotBefore = Wire.At(one.NotBefore),
                    NotAfter = Wire.At(one.NotAfter),
                };
                if (await opening.BlockedAsync(db, one, live, "ssh", live.SignIn.Source) is { } blocked)
                    line.Blocked = Wire.Refusal(blocked);
                list.Lines.Add(line);
            }

            return list;
        });
    }

    public override async Task<OpenSessionReply> OpenSession(OpenSessionRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        if (!Guid.TryParse(request.SessionId, out var session) || session == Guid.Empty)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "session_id must be a UUID."));
        var outcome = await opening.OpenAsync(new OpenRequest(request.Token, session, request.Device, request.Intervention, request.Protocol, WireSource.Of(request.Source)), context.CancellationToken);
        return outcome.Done
            ? new OpenSessionReply { Lease = LeaseMint.Signed(outcome.Value) }
            : new OpenSessionReply { Refusal = Wire.Refusal(outcome.Denial) };
    }

    public override async Task<ReleaseCredentialReply> ReleaseCredential(ReleaseCredentialRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        if (!Guid.TryParse(request.LeaseId, out var lease))
            return new ReleaseCredentialReply { Refusal = Wire.Refusal(Denial.Of(DenialCode.LeaseOver)) };
        await supervisors.AwaitAsync(lease, context.CancellationToken);
        var outcome = await release.ReleaseAsync(lease, request.Receipt.ToByteArray(), request.PublicKey.ToByteArray(), context.CancellationToken);
        if (!outcome.Done)
            return new ReleaseCredentialReply { Refusal = Wire.Refusal(outcome.Denial) };
        using var secret = outcome.Value.Secret;
        var credential = new Contracts.Credential { Account = outcome.Value.Account };
        switch (outcome.Value.Kind)
        {
            case CredentialKind.Password:
                credential.Password = secret.Reveal();
                break;
            case CredentialKind.SshPrivateKey:
                (credential.PrivateKey, credential.Passphrase) = KeySecret.Split(secret.Reveal());
                break;
            case CredentialKind.ClientCertificate:
                credential.ClientCertificate = secret.Reveal();
                break;
            case CredentialKind.SshCertificate:
                credential.SshCertificate = Google.Protobuf.ByteString.CopyFrom(secret.Bytes);
                break;
            default:
                credential.NoSignIn = true;
                break;
        }

        return new ReleaseCredentialReply { Credential = credential };
    }

    public override async Task KeepLeases(IAsyncStreamReader<GatewayReport> requestStream, IServerStreamWriter<AdminOrder> responseStream, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        using var link = new GatewayLink();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, link.Cut);
        links.Add(link);
        try
        {
            var writing = WriteAsync(link, responseStream, ended.Token);
            await Task.WhenAny(ReadAsync(link, requestStream, ended.Token), writing);
        }
        finally
        {
            links.Remove(link);
            await ended.CancelAsync();
        }
    }

    private static async Task WriteAsync(GatewayLink link, IServerStreamWriter<AdminOrder> stream, CancellationToken cancellation)
    {
        await foreach (var order in link.Orders.ReadAllAsync(cancellation))
            await stream.WriteAsync(order, cancellation);
    }

    private async Task ReadAsync(GatewayLink link, IAsyncStreamReader<GatewayReport> stream, CancellationToken cancellation)
    {
        while (await stream.MoveNext(cancellation))
        {
            var report = stream.Current;
            switch (report.ReportCase)
            {
                case GatewayReport.ReportOneofCase.Hello:
                    link.GatewayId = report.Hello.GatewayId.Length > 100 ? report.Hello.GatewayId[..100] : report.Hello.GatewayId;
                    await reports.HelloAsync(report.Hello);
                    break;
                case GatewayReport.ReportOneofCase.Renew:
                    link.Send(new AdminOrder { OrderId = Guid.NewGuid().ToString("D"), Renewed = await reports.RenewAsync(report.Renew, link.GatewayId) });
                    break;
                case GatewayReport.ReportOneofCase.Session:
                    await reports.ReportAsync(report.Session, link.GatewayId);
                    break;
                case GatewayReport.ReportOneofCase.Task:
                    if (!await credentialTasks.ReportAsync(report.Task))
                        await scans.ReportAsync(report.Task);
                    break;
                default:
                    break;
            }
        }
    }
}
