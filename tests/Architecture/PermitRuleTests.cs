using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Bastion.Architecture.Tests;

/// <summary>No session without the gate: its permit cannot be made elsewhere, and dialling a device takes one.</summary>
public sealed class PermitRuleTests : IDisposable
{
    private const string Gate = "Bastion.Gateway.Access";
    private const string Permit = Gate + ".SessionPermit";

    // Dials without a permit because it acts on a signed task of Admin instead.
    private const string Tasks = "Bastion.Gateway.DeviceTasks";

    private static readonly string[] Dialling =
    [
        "System.Net.Sockets.Socket::Connect", "System.Net.Sockets.Socket::ConnectAsync", "System.Net.Sockets.TcpClient::Connect", "System.Net.Sockets.TcpClient::ConnectAsync",
        "System.Net.Sockets.SocketTaskExtensions::ConnectAsync",
    ];

    private readonly ModuleDefinition gateway = ModuleDefinition.ReadModule(Products.Gateway.Location);

    public void Dispose() => gateway.Dispose();

    [Fact]
    public void SessionPermit_IsSealedWithoutPublicConstructor()
    {
        var permit = gateway.GetType(Permit);

        Assert.True(permit.IsSealed);
        Assert.All(permit.Methods.Where(m => m.IsConstructor), c => Assert.False(c.IsPublic));
    }

    [Fact]
    public void SessionPermit_IsConstructedByTheAccessGateOnly()
    {
        var makers = Instructions()
            .Where(i => i.Instruction.OpCode == OpCodes.Newobj && i.Instruction.Operand is MethodReference { DeclaringType.FullName: Permit })
            .Select(i => Outermost(i.Method.DeclaringType))
            .ToList();

        Assert.NotEmpty(makers);
        Assert.All(makers, maker => Assert.Equal(Gate, maker.Namespace));
    }

    [Fact]
    public void Dialling_ADevice_TakesAPermit()
    {
        var dialling = Instructions()
            .Where(i => i.Instruction.Operand is MethodReference called && Dialling.Contains(called.DeclaringType.FullName + "::" + called.Name))
            .Select(i => Source(i.Method))
            .Distinct()
            .Where(m => Outermost(m.DeclaringType).Namespace != Tasks)
            .ToList();

        Assert.NotEmpty(dialling);
        Assert.All(dialling, method => Assert.True(
            method.Parameters.Any(p => p.ParameterType.FullName == Permit) || method.DeclaringType.Methods.Any(c => c.IsConstructor && c.Parameters.Any(p => p.ParameterType.FullName == Permit)),
            $"{method.FullName} dials without a permit"));
    }

    private IEnumerable<(MethodDefinition Method, Instruction Instruction)> Instructions() =>
        gateway.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).SelectMany(m => m.Body.Instructions.Select(i => (m, i)));

    /// <summary>The method that was written, when this is the state machine or lambda the compiler made of it.</summary>
    private static MethodDefinition Source(MethodDefinition method)
    {
        var type = method.DeclaringType;
        while (type.DeclaringType is not null && type.Name.StartsWith('<'))
        {
            var name = type.Name[1..type.Name.IndexOf('>', StringComparison.Ordinal)];
            if (type.DeclaringType.Methods.FirstOrDefault(m => m.Name == name) is { } written)
                return written;
            type = type.DeclaringType;
        }
        return method;
    }

    private static TypeDefinition Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        return type;
    }
}
