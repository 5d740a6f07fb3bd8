using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Grpc.Core;

namespace Bastion.Gateway.Access;

/// <summary>
/// The one stream to Admin on which leases are renewed and orders come. It is taken up again whenever it breaks and then says what is live;
/// what happened meanwhile is told afterwards. A session whose lease is not renewed in time ends by its own limits, not from here.
/// </summary>
internal sealed partial class LeaseKeeper(
    Admin.Contracts.Access.AccessClient admin,
    SessionRegistry registry,
    OrderDesk orders,
    GatewayIdentity gateway,
    TimeProvider time,
    ILogger<LeaseKeeper> log) : BackgroundService
{
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private volatile bool connected;

    public bool Connected => connected;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var retry = FirstRetry;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await KeepAsync(stoppingToken);
                retry = FirstRetry;
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                if (connected)
                {
                    retry = FirstRetry;
                    Broke(e.Message);
                }
            }
            catch (Exception e)
            {
                // Leases must go on being renewed whatever one order did.
                Failed(e);
            }
            connected = false;
            await Task.Delay(retry, time, stoppingToken);
            retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
        }
    }

    private async Task KeepAsync(CancellationToken stopping)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var call = admin.KeepLeases(cancellationToken: round.Token);
        await call.RequestStream.WriteAsync(new GatewayReport { Hello = Hello() }, round.Token);
        var writing = WriteAsync(call.RequestStream, round.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(round.Token))
            {
                if (!connected)
                    Taken();
                connected = true;
                orders.Take(call.ResponseStream.Current);
            }
        }
        finally
        {
            await round.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(IClientStreamWriter<GatewayReport> stream, CancellationToken round)
    {
        using var pace = new PeriodicTimer(RenewEvery, time);
        var tick = pace.WaitForNextTickAsync(round).AsTask();
        var ready = orders.Reports.WaitToReadAsync(round).AsTask();
        await stream.WriteAsync(new GatewayReport { Renew = Renewals() }, round);
        while (true)
        {
            await Task.WhenAny(tick, ready);
            while (orders.Reports.TryPeek(out var report))
            {
                await stream.WriteAsync(report, round);
                orders.Reports.TryRead(out _);
            }
            if (ready.IsCompleted)
            {
                await ready;
                ready = orders.Reports.WaitToReadAsync(round).AsTask();
            }
            if (tick.IsCompleted)
            {
                await tick;
                tick = pace.WaitForNextTickAsync(round).AsTask();
                await stream.WriteAsync(new GatewayReport { Renew = Renewals() }, round);
            }
        }
    }

    private Hello Hello()
    {
        var hello = new Hello { GatewayId = gateway.Id };
        foreach (var session in registry.Live)
        {
            var now = session.Current;
            if (now.State == SessionState.Ended)
                continue;
            var live = new LiveSession { SessionId = session.Id, LeaseId = session.Terms.LeaseId, State = now.State.ToString() };
            live.FreezeCauses.AddRange(now.Freeze.Names());
            hello.Live.Add(live);
        }
        return hello;
    }

    private Renew Renewals()
    {
        var renew = new Renew();
        renew.SessionIds.AddRange(registry.Live.Where(s => !s.Current.IsOver).Select(s => s.Id));
        return renew;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stream to Admin broke: {What}")]
    private partial void Broke(string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stream to Admin ended with a mistake")]
    private partial void Failed(Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "The stream to Admin is up")]
    private partial void Taken();
}
