using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker;
using Bastion.Hosting;
using Bastion.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Gateway.Tests.Peers;

/// <summary>A whole Gateway on real sockets, a real sshd as device, Admin and Recorder in memory.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly TestAuthority authority = new();
    private readonly TemporaryDirectory directory = new("gateway");
    private readonly WebApplication app;

    private GatewayUnderTest(SshDevice? device, TimeProvider time, SshAdmissionSettings ssh, bool realRecorder)
    {
        Device = device;
        Admin = new StubAdmin(device, time);
        Recorder = new StubRecorder(time);
        if (realRecorder)
            Evidence = new EvidenceUnderTest(authority, directory, Admin.LeaseKeyPem, time);
        var own = authority.IssueService("gateway");
        var site = authority.IssueSite("localhost");
        var pages = authority.IssueSite("*." + AppDomain);
        app = GatewayHost.Build(
            new GatewayOptions
            {
                Listen = ServiceAddress.AnyLoopbackPort(),
                PortalListen = ServiceAddress.AnyLoopbackPort(),
                PortalHosts = ["localhost"],
                PortalCertificateFile = site.CertificateFile,
                PortalKeyFile = site.KeyFile,
                Web = new WebSettings { Domain = AppDomain, CertificateFile = pages.CertificateFile, KeyFile = pages.KeyFile, BodyCapBytes = 1 << 20 },
                SshListen = ServiceAddress.AnyLoopbackPort(),
                SshHostKeyDirectory = directory.Folder("keys"),
                Ssh = ssh,
                Admin = ServiceAddress.Parse("tcp:127.0.0.1:1"),
                Recorder = Evidence?.Address ?? ServiceAddress.Parse("tcp:127.0.0.1:1"),
                CertificateFile = own.CertificateFile,
                KeyFile = own.KeyFile,
                AuthorityFile = own.AuthorityFile,
                LeaseKeyFiles = [directory.Write("lease.pub", Admin.LeaseKeyPem)],
                ReceiptKeyFiles = [directory.Write("receipt.pub", Evidence?.ReceiptKeyPem ?? Recorder.ReceiptKeyPem)],
            },
            time,
            services =>
            {
                services.AddSingleton(new Bastion.Admin.Contracts.Identity.IdentityClient(Admin));
                services.AddSingleton(new Bastion.Admin.Contracts.Access.AccessClient(Admin));
                if (realRecorder)
                    return;
                services.AddSingleton(new global::Bastion.Recorder.Contracts.Recording.RecordingClient(Recorder));
                services.AddSingleton(new global::Bastion.Recorder.Contracts.Journal.JournalClient(Recorder));
            });
    }

    /// <summary>Web pages of devices are below it.</summary>
    public const string AppDomain = "apps.test";

    public int PortalPort => ListeningAddress.Of(app, Listener.Browsers).Port;

    public SshDevice? Device { get; }

    public StubAdmin Admin { get; }

    public StubRecorder Recorder { get; }

    /// <summary>The real Recorder, when the test asked for it.</summary>
    public EvidenceUnderTest? Evidence { get; }

    public IServiceProvider Services => app.Services;

    public int Port => GatewayHost.SshPort(app);

    public SessionRegistry Sessions => app.Services.GetRequiredService<SessionRegistry>();

    public static async Task<GatewayUnderTest> StartAsync(SshDevice? device = null, TimeProvider? time = null, SshAdmissionSettings? ssh = null, bool realRecorder = false)
    {
        var gateway = new GatewayUnderTest(device, time ?? TimeProvider.System, ssh ?? new SshAdmissionSettings(), realRecorder);
        await gateway.app.StartAsync();
        await Eventually.True(() => gateway.Services.GetRequiredService<LeaseKeeper>() is not null, "the host is up");
        return gateway;
    }

    public OpenSshOptions Technician(string? command = null, string user = StubAdmin.Login + "+ANA-01") => new()
    {
        Port = Port,
        User = user,
        Answers = [StubAdmin.Password, StubAdmin.Code],
        Command = command,
        Terminal = command is null,
    };

    public async Task<BrokeredSession> LiveAsync(SessionState state = SessionState.Active) => await Eventually.Value(
        () => Task.FromResult(Sessions.Live.FirstOrDefault(s => s.Current.State == state)), "a session is " + state);

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (Evidence is not null)
            await Evidence.DisposeAsync();
        Admin.Dispose();
        Recorder.Dispose();
        authority.Dispose();
        directory.Dispose();
    }
}
