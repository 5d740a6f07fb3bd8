namespace Bastion.Admin.Interventions;

internal sealed class NumberCounter
{
    public int Year { get; set; }

    public int Last { get; set; }
}
