namespace Bastion.Interop;

/// <summary>One hospital, one device and one approved intervention for all programs, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class InteropCollection : ICollectionFixture<InteropHospital>
{
    public const string Name = "interop";
}
