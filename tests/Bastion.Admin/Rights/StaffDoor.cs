using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Bastion.Admin.Identity;
using Bastion.Admin.Persistence;
using Bastion.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Admin.Tests.Rights;

/// <summary>A started Admin as a browser meets it, and sign-ins in every state.</summary>
internal sealed class StaffDoor : IDisposable
{
    private const string Cookie = "__Host-bastion-staff";
    private readonly IServiceProvider services;
    private readonly HttpClient client;

    public StaffDoor(TwoPlanes planes)
    {
        services = planes.Admin.Services;
        var port = ListeningAddress.Of(planes.Admin, Listener.Browsers).Port;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = 8,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject.Length >= 0 },
        };
        client = new HttpClient(handler) { BaseAddress = new Uri("https://staff.test") };
    }

    /// <summary>Every address of the staff door; calls of other services have a door of their own.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(one => !IsCall(one))];

    /// <summary>Every gRPC method, as the path of its call.</summary>
    public IReadOnlyList<string> Calls => [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsCall).Select(one => one.RoutePattern.RawText!).Where(path => !path.Contains('{', StringComparison.Ordinal))];

    public async Task<string> TokenAsync(StaffRole role, Disciplines disciplines, IdentityState state)
    {
        var store = services.GetRequiredService<AdminStore>();
        var now = TimeProvider.System.GetUtcNow();
        return await store.WriteAsync(db =>
        {
            var login = $"{role}-{disciplines}-{state}".Replace(", ", "", StringComparison.Ordinal).ToLowerInvariant();
            Account account = state == IdentityState.OtherDoor
                ? new Vendors.Technician { Id = Guid.NewGuid(), Login = login, Name = login, VendorId = db.Vendors.First().Id, State = AccountState.Active, CreatedAt = now }
                : new StaffMember { Id = Guid.NewGuid(), Login = login, Name = login, Role = role, Disciplines = disciplines, State = AccountState.Active, CreatedAt = now, Language = "en" };
            db.Accounts.Add(account);
            if (state is IdentityState.PasswordOnly)
                return Task.FromResult(services.GetRequiredService<SealedAttempts>().Seal(AccountKind.Staff, account.Id, login, proven: true));
            var signIn = SignInDesk.Open(db, state == IdentityState.OtherDoor ? AccountKind.Technician : AccountKind.Staff, account, SignInSource.Of("127.0.0.1", "staff", "test"), now);
            switch (state)
            {
                case IdentityState.Idle:
                    signIn.Live.SignIn.LastSeenAt = now - SignInLimits.Idle(AccountKind.Staff);
                    break;
                case IdentityState.Expired:
                    signIn.Live.SignIn.ExpiresAt = now;
                    break;
                case IdentityState.Ended:
                    signIn.Live.SignIn.EndedAt = now;
                    break;
                case IdentityState.Disabled:
                    account.State = AccountState.Disabled;
                    break;
            }

            return Task.FromResult(signIn.Token);
        });
    }

    /// <summary>Asks without the token of a form: nothing is ever done, only who comes in is seen.</summary>
    public async Task<Entry> AskAsync(string method, RouteEndpoint route, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Path(route));
        request.Headers.Accept.ParseAdd("text/html");
        if (token is not null)
            request.Headers.Add("Cookie", $"{Cookie}={token}");
        if (method == "POST")
            request.Content = new FormUrlEncodedContent([]);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location!.ToString().StartsWith("/sign-in?back", StringComparison.Ordinal) || answer.Headers.Location?.ToString() == "/sign-in" && route.RoutePattern.RawText != "/sign-in/code")
            return Entry.SignInFirst;
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Entry.SignInFirst,
            HttpStatusCode.Forbidden => Entry.Refused,
            >= HttpStatusCode.InternalServerError => Entry.Broken,
            _ => Entry.Admitted,
        };
    }

    public void Dispose() => client.Dispose();

    private static bool IsCall(RouteEndpoint route) => route.Metadata.GetMetadata<Grpc.AspNetCore.Server.GrpcMethodMetadata>() is not null || route.RoutePattern.RawText!.Contains("bastion.", StringComparison.Ordinal) || route.RoutePattern.RawText.Contains("unimplemented", StringComparison.Ordinal);

    private static string Path(RouteEndpoint route) => string.Concat(route.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter when parameter.Name == "channel" => "1",
        _ => "0193e2f5-6f00-7c3a-8a55-2f1f3d2c1b0a",
    })))) is { Length: > 0 } path ? path : "/";
}
