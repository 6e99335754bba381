"""The verification loop: what a model wrote is held against the ledger sentence by sentence; what fails is written anew, replaced or cut."""
