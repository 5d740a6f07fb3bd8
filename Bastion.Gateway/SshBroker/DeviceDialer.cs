using System.Net.Sockets;
using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Transport;

namespace Bastion.Gateway.SshBroker;

/// <summary>
/// The only place that connects to a device for a technician. It takes a permit, goes to that lease's endpoint and to no other, and believes only its pins.
/// </summary>
internal sealed partial class DeviceDialer(SessionJournal journal, TimeProvider time, ILogger<DeviceDialer> log)
{
    public static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(15);

    /// <summary>Kernel buffers of the device's socket, bytes: enough for a full round of batches.</summary>
    private const int SocketBuffer = 512 * 1024;

    /// <param name="own">The key that this session was opened with; used where the device wants a certificate of it.</param>
    public async Task<DialOutcome> DialAsync(SessionPermit permit, SshPrivateKey own)
    {
        var endpoint = permit.Lease.Lease.Endpoint;
        using var limit = new CancellationTokenSource(DialLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, permit.Session.Ending);
        SshTransport? transport = null;
        try
        {
            using var credential = permit.TakeCredential();
            HostKeyPins pins;
            try
            {
                pins = new HostKeyPins(endpoint.Pins.Select(p => (ReadOnlyMemory<byte>)p.PublicKey.ToByteArray()));
            }
            catch (ArgumentException e)
            {
                return Fail(permit, SessionEndReason.DevicePinChanged, e.Message);
            }
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SocketBuffer, ReceiveBufferSize = SocketBuffer };
            try
            {
                await socket.ConnectAsync(endpoint.Host, endpoint.Port, both.Token);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
            var opening = await SshTransport.ConnectAsync(
                new NetworkStream(socket, ownsSocket: true),
                new ClientTransportOptions { Pins = pins, Algorithms = endpoint.LegacyAlgorithms ? AlgorithmProfile.Compatible : AlgorithmProfile.Device, KeyExchangeTimeout = DialLimit },
                both.Token);
            if (!opening.IsOpen)
                return Fail(permit, ReasonOf(opening.Failure), opening.Failure.Description);
            transport = opening.Transport;
            using var proof = Proof(credential, own);
            var verdict = await ClientAuthentication.RunAsync(transport, proof.Credential, DialLimit, both.Token);
            if (!verdict.Succeeded)
            {
                await transport.DisposeAsync();
                return Fail(permit, verdict.End is { } end ? ReasonOf(end) : SessionEndReason.DeviceRefused, verdict.Outcome.ToString());
            }
            if (!AlgorithmProfile.Device.Covers(transport.Algorithms))
                journal.LegacyAlgorithms(permit.Session, transport.Algorithms.ToString());
            return DialOutcome.Up(transport);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or IOException or InvalidOperationException or FormatException)
        {
            if (transport is not null)
                await transport.DisposeAsync();
            return Fail(permit, e is FormatException ? SessionEndReason.DeviceRefused : SessionEndReason.DeviceUnreachable, e.Message);
        }
    }

    private DialOutcome Fail(SessionPermit permit, SessionEndReason reason, string detail)
    {
        NotReached(permit.Session.Id, permit.Lease.Lease.Device.Name, reason, detail);
        return DialOutcome.Down(reason, detail);
    }

    private static SessionEndReason ReasonOf(SshEnd end) => end.Kind switch
    {
        SshEndKind.HostKeyMismatch => SessionEndReason.DevicePinChanged,
        SshEndKind.ProtocolError or SshEndKind.NotSsh or SshEndKind.NoCommonAlgorithm => SessionEndReason.DeviceProtocolError,
        _ => SessionEndReason.DeviceUnreachable,
    };

    private static DeviceProof Proof(DeviceCredential credential, SshPrivateKey own)
    {
        if (credential.Kind == DeviceCredentialKind.SshCertificate)
        {
            var shown = new Bastion.Ssh.Authentication.Secret(credential.Secret.Bytes);
            return new DeviceProof(ClientCredential.Certified(credential.Account, own, credential.Secret.Bytes.ToArray()), shown);
        }

        if (!credential.IsPrivateKey)
        {
            var password = new Bastion.Ssh.Authentication.Secret(credential.Secret.Bytes);
            return new DeviceProof(ClientCredential.Password(credential.Account, password), password);
        }
        var key = SshPrivateKey.Parse(credential.Secret.Reveal(), credential.Passphrase?.Reveal());
        return new DeviceProof(ClientCredential.PrivateKey(credential.Account, key), key);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId} did not reach {Device}: {Reason}, {Detail}")]
    private partial void NotReached(string sessionId, string device, SessionEndReason reason, string detail);
}
