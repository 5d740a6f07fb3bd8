namespace Bastion.Admin.Devices;

/// <summary>A = a patient may be harmed within the hour and no spare; C = comfort or spare at hand.</summary>
internal enum Criticality
{
    A,
    B,
    C,
}
