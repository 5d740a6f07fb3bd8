using System.Collections.Concurrent;
using System.Text;
using Bastion.Admin.Identity;
using Bastion.Admin.Rights;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Routing;

namespace Bastion.Admin.Tests.Rights;

/// <summary>Every entry of Admin × every role × every state of identity, against the real host: what comes in is what the table of rights says, and nothing else.</summary>
public sealed class MatrixTests
{
    private static readonly (StaffRole Role, Disciplines Disciplines)[] People =
    [
        (StaffRole.WardRepresentative, Disciplines.None),
        (StaffRole.Engineer, Disciplines.Biomedical),
        (StaffRole.Engineer, Disciplines.ItSecurity),
        (StaffRole.Auditor, Disciplines.None),
        (StaffRole.Administrator, Disciplines.None),
    ];

    [Fact]
    [Trait("ASVS", "7.2.1")]
    [Trait("ASVS", "7.3.1")]
    [Trait("ASVS", "7.3.2")]
    [Trait("ASVS", "8.2.1")]
    [Trait("ASVS", "8.3.1")]
    public async Task StaffDoor_EveryRouteForEveryRoleInEveryState_AnswersAsTheTableSays()
    {
        await using var planes = await TwoPlanes.StartAsync();
        using var door = new StaffDoor(planes);
        var visitors = new List<(string Who, string? Token, IReadOnlyList<Role>? Roles)> { ("nobody", null, null), ("a made-up token", Tokens.New(), null) };
        foreach (var (role, disciplines) in People)
            foreach (var state in Enum.GetValues<IdentityState>())
                visitors.Add(($"{role} {disciplines} {state}", await door.TokenAsync(role, disciplines, state), state == IdentityState.Whole ? RightsJudge.RolesOf(role, disciplines) : null));
        var cells = (from route in door.Routes from method in Methods(route) from visitor in visitors select (route, method, visitor)).ToList();
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (cell, _) =>
        {
            // A sign-out would end the sign-in that the other cells use; without a form's token it does not get so far.
            var act = cell.route.Metadata.GetMetadata<StaffAct>()?.Name ?? "";
            var expected = Expected(act, cell.visitor.Roles);
            var answer = await door.AskAsync(cell.method, cell.route, cell.visitor.Token);
            if (answer != expected)
                wrong.Enqueue($"{cell.method} {cell.route.RoutePattern.RawText} ({act}) by {cell.visitor.Who}: {answer}, expected {expected}");
        });
        Assert.Empty(wrong);
        Assert.True(cells.Count > 2000, $"{cells.Count} cells");
    }

    [Fact]
    public async Task Entries_OfEveryKind_NameAnActOfTheTable()
    {
        await using var planes = await TwoPlanes.StartAsync();
        using var door = new StaffDoor(planes);
        Assert.All(door.Routes, route => Assert.True(RightsTable.Find(route.Metadata.GetMetadata<StaffAct>()?.Name ?? "") is { By: null }, route.RoutePattern.RawText));
        Assert.All(door.Calls, call => Assert.Equal(Plane.Gateway, RightsTable.Find(RightsInterceptor.ActOf(call))?.By));
        var used = door.Routes.Select(route => route.Metadata.GetMetadata<StaffAct>()!.Name).Concat(door.Calls.Select(RightsInterceptor.ActOf)).ToHashSet();
        string[] judgedInside = ["technician.disable", "vendor.suspend", "vendor.resume"];
        Assert.Equal(judgedInside.Order(StringComparer.Ordinal), RightsTable.Everything.Select(right => right.Act).Except(used).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("ASVS", "8.2.1")]
    public async Task Calls_EveryMethodByEveryPlane_OnlyItsOwnIsHeard()
    {
        await using var planes = await TwoPlanes.StartAsync();
        using var door = new StaffDoor(planes);
        var calls = door.Calls;
        Assert.True(calls.Count >= 30, $"{calls.Count} calls");
        var wrong = new List<string>();
        foreach (var caller in new[] { "gateway", "recorder", "admin" })
        {
            var channel = planes.To(Plane.Admin, caller);
            foreach (var call in calls)
            {
                // A refusal that resets the stream while the question is still being written can be told as a cancellation: then it is asked again.
                var answer = await CodeAsync(channel, call);
                for (var again = 0; answer == StatusCode.Cancelled && again < 5; again++)
                    answer = await CodeAsync(channel, call);
                if ((answer == StatusCode.PermissionDenied) == (caller == "gateway"))
                    wrong.Add($"{call} by {caller}: {answer}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Table_InDocs_IsTheTableInForce()
    {
        var file = Path.Combine(RepositoryRoot(), "docs", "rights.md");
        var text = RightsPage.Text();
        if (Environment.GetEnvironmentVariable("BASTION_WRITE_DOCS") == "1")
            File.WriteAllText(file, text);
        Assert.Equal(text, File.ReadAllText(file));
    }

    internal static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Bastion.sln")))
            directory = directory.Parent;
        return directory.FullName;
    }

    // CONNECT is how a WebSocket comes over HTTP/2; the same address is asked by GET.
    private static IEnumerable<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != "CONNECT");

    private static Entry Expected(string act, IReadOnlyList<Role>? roles)
    {
        if (RightsTable.Find(act) is not { } right)
            return Entry.Refused;
        if (right.For(Role.Visitor) != Reach.Never)
            return Entry.Admitted;
        if (roles is null)
            return Entry.SignInFirst;
        return roles.Any(role => right.For(role) != Reach.Never) ? Entry.Admitted : Entry.Refused;
    }

    /// <summary>An empty message of whatever type: a stranger is refused before it is read.</summary>
    private static async Task<StatusCode> CodeAsync(GrpcChannel channel, string path)
    {
        var parts = path.Trim('/').Split('/');
        var marshaller = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, parts[0], parts[1], marshaller, marshaller);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new CallOptions(cancellationToken: patience.Token));
        try
        {
            await call.RequestStream.WriteAsync([]);
            await call.RequestStream.CompleteAsync();
            return await call.ResponseStream.MoveNext(patience.Token) ? StatusCode.OK : call.GetStatus().StatusCode;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
