using System.Diagnostics.CodeAnalysis;

namespace Bastion.Admin;

/// <summary>A value, or the denial that stands in its place.</summary>
internal readonly record struct Outcome<T>
{
    public Outcome(T value)
        : this(value, null)
    {
    }

    private Outcome(T? value, Denial? denial)
    {
        Value = value;
        Denial = denial;
    }

    public T? Value { get; }

    public Denial? Denial { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Denial))]
    public bool Done => Denial is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Denial denial) => new(default, denial);
}
