namespace Bastion.Admin.Interventions.Interlock;

/// <summary>The checks before a device goes back to care (interventions.md 3.4). One sheet may cover several interventions.</summary>
internal sealed class ReturnSheet
{
    public Guid Id { get; set; }

    public Guid DeviceId { get; set; }

    public Guid InterventionId { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>When the work began: the register's date of the stop.</summary>
    public DateTimeOffset StoppedAt { get; set; }

    public int Signatures { get; set; }

    /// <summary>JSON: item code → answer.</summary>
    public string Answers { get; set; } = "{}";

    public string Comment { get; set; } = "";

    public Guid? FirstById { get; set; }

    public string FirstName { get; set; } = "";

    public DateTimeOffset? FirstAt { get; set; }

    public Guid? SecondById { get; set; }

    public string SecondName { get; set; } = "";

    public DateTimeOffset? SecondAt { get; set; }

    public bool NonConforming { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}
