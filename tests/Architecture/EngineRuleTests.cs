using NetArchTest.Rules;

namespace Bastion.Architecture.Tests;

/// <summary>Engines are pure protocol: bytes and time in, bytes and events out.</summary>
public sealed class EngineRuleTests
{
    private const string Ssh = "Bastion.Ssh.";
    private static readonly string[] Host = ["Microsoft.AspNetCore", "Microsoft.Extensions", "Microsoft.EntityFrameworkCore", "Serilog", "Grpc", "Google.Protobuf", "Bastion.Hosting"];

    [Fact]
    public void Engine_KnowsNoHostNoLoggerNoDatabase()
    {
        Assert.DoesNotContain(Products.References(Products.Ssh), r => Host.Any(h => r.StartsWith(h, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Wire")]
    [InlineData("Messages")]
    public void Engine_WireAndMessages_KnowNoSocketNoStreamNoTask(string module)
    {
        AssertNoDependency(module, "System.Net.Sockets", "System.IO.Stream", "System.IO.Pipelines", "System.Threading.Tasks");
    }

    // Inner to outer: Wire, Messages, then Crypto and Channels, then Transport; Authentication is a service that the transport carries (RFC 4252 section 1).
    [Theory]
    [InlineData("Wire", "Messages", "Crypto", "Channels", "Authentication", "Transport")]
    [InlineData("Messages", "Crypto", "Channels", "Authentication", "Transport")]
    [InlineData("Crypto", "Channels", "Authentication", "Transport")]
    [InlineData("Channels", "Crypto", "Authentication", "Transport")]
    [InlineData("Transport", "Channels", "Authentication")]
    [InlineData("Authentication", "Channels")]
    public void Engine_Module_DependsOnInnerOnesOnly(string module, params string[] outer)
    {
        AssertNoDependency(module, [.. outer.Select(o => Ssh + o)]);
    }

    private static void AssertNoDependency(string module, params string[] forbidden)
    {
        var types = Types.InAssembly(Products.Ssh).That().ResideInNamespace(Ssh + module);
        Assert.NotEmpty(types.GetTypes());
        var result = types.ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        Assert.True(result.IsSuccessful, $"{module} reaches outwards in: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }
}
