using System.Runtime.CompilerServices;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Grpc.Core;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>What Gateway asks of Admin's quarantine for one session.</summary>
internal sealed class AirlockDesk(Airlock.AirlockClient admin, BrokeredSession session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public HeldUpload Upload() => new(admin, session);

    /// <summary>The content of a grant, once.</summary>
    /// <exception cref="RpcException">Gone, used, not what was stored, or Admin is lost.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FetchAsync(HoldGrant grant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Ending);
        using var call = admin.Fetch(new FetchRequest { SessionId = session.Id, Grant = grant.Grant }, cancellationToken: both.Token);
        while (await call.ResponseStream.MoveNext(both.Token))
            yield return call.ResponseStream.Current.Data.Memory;
    }

    /// <summary>Says how a delivery ended, also when the session is over. What Admin does not hear counts as not delivered.</summary>
    public async Task DeliveredAsync(HoldGrant grant, bool done, string text)
    {
        try
        {
            await admin.DeliveredAsync(new DeliveredRequest { SessionId = session.Id, FileId = grant.FileId, Done = done, Text = text }).ResponseAsync.WaitAsync(Patience);
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            // The file stays "on its way" with Admin, which claims nothing.
        }
    }
}
