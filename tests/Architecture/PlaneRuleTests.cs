using System.Xml.Linq;

namespace Bastion.Architecture.Tests;

/// <summary>ARCHITECTURE.md, "Rules": the three planes and their contracts.</summary>
public sealed class PlaneRuleTests
{
    private static readonly string[] Services = ["Bastion.Gateway", "Bastion.Admin", "Bastion.Recorder"];

    [Fact]
    public void Service_Assembly_ReferencesNoOtherService()
    {
        foreach (var service in Products.Services)
            Assert.DoesNotContain(Products.References(service), Services.Contains);
    }

    [Fact]
    public void Service_Project_ReferencesNoOtherService()
    {
        foreach (var service in Services)
        {
            var references = XDocument.Parse(SourceTree.Read($"{service}/{service}.csproj")).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));
            Assert.DoesNotContain(references, Services.Contains);
        }
    }

    [Fact]
    public void Hosting_Assembly_ReferencesNothingOfOurs()
    {
        Assert.DoesNotContain(Products.References(Products.Hosting), r => r.StartsWith("Bastion.", StringComparison.Ordinal));
    }

    [Fact]
    public void Gateway_HasNoDatabase()
    {
        Assert.DoesNotContain(Products.References(Products.Gateway), r => r.Contains("EntityFramework", StringComparison.Ordinal) || r.Contains("Sqlite", StringComparison.Ordinal) || r.Contains("Npgsql", StringComparison.Ordinal));
    }

    [Fact]
    public void Admin_HasNoRouteToDevices()
    {
        Assert.DoesNotContain(Products.References(Products.Admin), r => r is "Renci.SshNet" or "Bastion.Ssh");
    }

    [Fact]
    public void Contract_IsOwnedByItsServerAndLinkedByItsCallers()
    {
        Assert.All(SourceTree.WithEnding(".proto"), f => Assert.Matches("^Bastion\\.(Admin|Recorder)/Contracts/[a-z_]+\\.proto$", f));
    }

    [Fact]
    public void Contract_GeneratedTypes_AreInternal()
    {
        foreach (var service in Products.Services)
            Assert.DoesNotContain(service.GetTypes(), t => t.IsPublic && t.Namespace?.EndsWith(".Contracts", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Gateway_CanAppendEvidenceAndNeverReadIt()
    {
        Assert.DoesNotContain(Products.Gateway.GetTypes(), t => t.FullName == "Bastion.Recorder.Contracts.Evidence");
    }
}
