using System.Text;
using Bastion.Gateway.Access;
using Bastion.Gateway.DeviceTasks;
using Bastion.Gateway.HttpsBroker;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.RdpBroker;
using Bastion.Gateway.Recording;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Ssh.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bastion.Gateway;

/// <summary>The parts of the data plane and what each is made of. Nothing is static: three hosts may live in one process.</summary>
internal static class GatewayServices
{
    public static void AddSessions(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(_ => PlaneKeys.Load(options.LeaseKeyFiles, options.ReceiptKeyFiles));
        services.AddSingleton<GatewayIdentity>();
        services.AddSingleton<TimerWheel>();
        services.AddSingleton<IoClock>();
        services.AddSingleton(TimeZoneInfo.FindSystemTimeZoneById(options.Portal.Zone));
        services.AddSingleton<SessionMetrics>();
        services.AddSingleton<SessionJournal>();
        services.AddSingleton(p => new OrderDesk(
            p.GetRequiredService<TimeProvider>(),
            new Lazy<SessionRegistry>(p.GetRequiredService<SessionRegistry>),
            new Lazy<IDeviceTaskRunner>(p.GetRequiredService<IDeviceTaskRunner>)));
        services.AddSingleton(p => new SessionRegistry(
            p.GetRequiredService<TimerWheel>(),
            p.GetRequiredService<TimeZoneInfo>(),
            [p.GetRequiredService<SessionMetrics>(), p.GetRequiredService<SessionJournal>(), p.GetRequiredService<OrderDesk>()]));
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<RecordingTaps>();
        services.AddSingleton<AccessGate>();
        services.AddSingleton<IDeviceTaskRunner, DeviceTaskRunner>();
    }

    public static void AddHttpsBroker(this IServiceCollection services)
    {
        // NTLM to old devices: without this the platform wants a library that Debian does not bring.
        AppContext.SetSwitch("System.Net.Security.UseManagedNtlm", true);
        services.AddHttpForwarder();
        // Devices write file names and much else in Latin-1; ASCII alone would turn their answers into errors.
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        });
        services.AddSingleton<WebSessions>();
        services.AddSingleton<WebSessionStarter>();
        services.AddSingleton<WebDoorway>();
        services.AddSingleton<WebForwarding>();
    }

    public static void AddRdpBroker(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(_ => RdpIdentity.Load(options));
        services.AddSingleton<RdpTickets>();
        services.AddSingleton<DesktopDialer>();
        services.AddSingleton<RdpFront>();
        services.AddSingleton<RdpConnection>();
        services.AddSingleton<RdpListener>();
        services.AddHostedService(p => p.GetRequiredService<RdpListener>());
    }

    public static void AddSshBroker(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options.Ssh);
        services.AddSingleton(_ => SshHostKeys.Load(options.SshHostKeyDirectory!, forOldPrograms: options.SshCompatible.Listen is not null));
        services.AddSingleton(p => SshDoor.Of(options, p.GetRequiredService<SshHostKeys>()));
        services.AddSingleton(_ => new HandshakeTurns(Math.Max(1, Environment.ProcessorCount / 2)));
        services.AddSingleton<SshAdmission>();
        services.AddSingleton<DeviceDialer>();
        services.AddSingleton<SessionStarter>();
        services.AddSingleton<TechnicianConnection>();
        services.AddSingleton<SshListener>();
        services.AddSingleton<ITerminalBroker, TerminalBroker>();
        // Stopped in the reverse order: first no new connection and every session ended, then the journal, last the stream to Admin.
        services.AddHostedService(p => p.GetRequiredService<LeaseKeeper>());
        services.AddHostedService(p => p.GetRequiredService<SessionJournal>());
        services.AddHostedService<RecorderPulse>();
        services.AddHostedService(p => p.GetRequiredService<SshListener>());
    }
}
