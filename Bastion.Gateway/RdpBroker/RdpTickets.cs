using Bastion.Admin.Contracts;
using Bastion.Rdp.Security;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Gateway.RdpBroker;

/// <summary>Tickets of desktop clients, judged by Admin. Nothing is decided here.</summary>
internal sealed partial class RdpTickets(Identity.IdentityClient identity, ILogger<RdpTickets> log)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    /// <summary>Null: refused, whatever was wrong.</summary>
    public async Task<SignedIn?> RedeemAsync(string user, string password, Source source, CancellationToken cancellation) =>
        (await AskAsync(new RedeemDesktopTicketRequest { User = user, Password = password, Source = source }, cancellation))?.SignedIn;

    public async Task<(SignedIn SignedIn, byte[] SessionBaseKey)?> RedeemAsync(Rdp.Security.NtlmProof proof, Source source, CancellationToken cancellation)
    {
        var request = new RedeemDesktopTicketRequest
        {
            User = proof.User,
            Ntlm = new Admin.Contracts.NtlmProof { User = proof.User, Domain = proof.Domain, ServerChallenge = ByteString.CopyFrom(proof.ServerChallenge), Response = ByteString.CopyFrom(proof.Response) },
            Source = source,
        };
        return await AskAsync(request, cancellation) is { } reply ? (reply.SignedIn, reply.SessionBaseKey.ToByteArray()) : null;
    }

    /// <summary>What the ticket opened is over.</summary>
    public async Task SignOutAsync(SignedIn who)
    {
        try
        {
            await identity.SignOutAsync(new SignInToken { Token = who.Token }).ResponseAsync.WaitAsync(CallLimit);
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            AdminSilent(e.Message);
        }
    }

    private async Task<RedeemDesktopTicketReply?> AskAsync(RedeemDesktopTicketRequest request, CancellationToken cancellation)
    {
        try
        {
            var reply = await identity.RedeemDesktopTicketAsync(request, cancellationToken: cancellation).ResponseAsync.WaitAsync(CallLimit, cancellation);
            return reply.OutcomeCase == RedeemDesktopTicketReply.OutcomeOneofCase.SignedIn ? reply : null;
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            AdminSilent(e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Admin did not answer about a desktop ticket: {What}")]
    private partial void AdminSilent(string what);
}
