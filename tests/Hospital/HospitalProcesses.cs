using Bastion.Admin.Contracts;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace Bastion.Hospitals;

/// <summary>The three planes as three real processes on the real clock, to be killed one by one.</summary>
public sealed class HospitalProcesses : IAsyncDisposable
{
    private readonly Dictionary<Plane, ChildProcess> processes = [];
    private readonly GrpcChannel toAdmin;
    private readonly GrpcChannel toRecorder;

    public HospitalProcesses(HospitalFiles files)
    {
        Files = files;
        toAdmin = PeerChannel.Open(files.AdminAddress, files.GatewayIdentity(TimeProvider.System), Plane.Admin);
        toRecorder = PeerChannel.Open(files.RecorderAddress, files.AdminIdentity(TimeProvider.System), Plane.Recorder);
        Evidence = new EvidenceReader(new Evidence.EvidenceClient(toRecorder), new Journal.JournalClient(toRecorder));
    }

    public HospitalFiles Files { get; }

    public EvidenceReader Evidence { get; }

    public Identity.IdentityClient Identity => new(toAdmin);

    public Interventions.InterventionsClient Interventions => new(toAdmin);

    public ChildProcess Process(Plane plane) => processes[plane];

    public async Task Start(params Plane[] planes)
    {
        foreach (var plane in planes)
        {
            processes[plane] = ChildProcess.Start(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, $"Bastion.{plane}.dll"), Files.Settings(plane)],
                new Dictionary<string, string?> { ["DOTNET_EnableDiagnostics"] = Environment.GetEnvironmentVariable("BASTION_PROFILE") == "1" ? "1" : "0", ["DOTNET_gcServer"] = "0" });
        }

        await Task.WhenAll(planes.Select(Ready));
    }

    public Task StartAll() => Start(Plane.Recorder, Plane.Admin, Plane.Gateway);

    /// <summary>SIGKILL to all of them at once, then waits until they are gone.</summary>
    public async Task Kill(params Plane[] planes)
    {
        foreach (var plane in planes)
        {
            processes[plane].Kill();
        }

        foreach (var plane in planes)
        {
            await processes[plane].Exited.Within($"{plane} to be gone");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.Values)
        {
            await process.DisposeAsync();
        }

        toAdmin.Dispose();
        toRecorder.Dispose();
    }

    /// <summary>Until the service answers a question of its own kind; not its health page, which is not what people wait for.</summary>
    private Task Ready(Plane plane) => Eventually.True(
        async () =>
        {
            var process = processes[plane];
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{plane} ended with {await process.Exited}: {process.Errors.Text}{process.Output.Text}");
            }

            try
            {
                return plane switch
                {
                    Plane.Recorder => (await Evidence.Status()).StorageOk,
                    Plane.Admin => await Identity.ReadSignInAsync(new SignInToken { Token = "nobody" }) is not null,
                    _ => await Answers(Files.SshPort),
                };
            }
            catch (RpcException)
            {
                return false;
            }
        },
        $"{plane} to be ready");

    private static async Task<bool> Answers(int port)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
