extension DocumentTypes {
    /// Product Inventory Management, TMF637 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    static let productInventory = """
        enum ProductStatusType
            created pendingActive cancelled active pendingTerminate terminated suspended aborted
        type AgreementItemRef
            id:string! href:string agreementItemId:string name:string @referredType:string
        type Any
        type BillingAccountRef
            id:string! href:string name:string @referredType:string
        type Characteristic
            name:string! valueType:string value:Any!
        type Money
            unit:string value:number
        type Price
            percentage:number taxRate:number dutyFreeAmount:Money taxIncludedAmount:Money
        type PriceAlteration
            applicationDuration:integer description:string name:string priceType:string! priority:integer
            recurringChargePeriod:string unitOfMeasure:string price:Price!
            productOfferingPrice:ProductOfferingPriceRef
        type Product
            id:string href:string description:string isBundle:boolean isCustomerVisible:boolean name:string
            orderDate:dateTime productSerialNumber:string startDate:dateTime terminationDate:dateTime
            agreement:AgreementItemRef[] billingAccount:BillingAccountRef place:RelatedPlaceRefOrValue[]
            product:ProductRefOrValue[] productCharacteristic:Characteristic[]
            productOffering:ProductOfferingRef productOrderItem:RelatedProductOrderItem[]
            productPrice:ProductPrice[] productRelationship:ProductRelationship[]
            productSpecification:ProductSpecificationRef productTerm:ProductTerm[]
            realizingResource:ResourceRef[] realizingService:ServiceRef[] relatedParty:RelatedParty[]
            status:ProductStatusType
        type ProductOfferingPriceRef
            id:string! href:string name:string @referredType:string
        type ProductOfferingRef
            id:string! href:string name:string @referredType:string
        type ProductPrice
            description:string name:string priceType:string! recurringChargePeriod:string unitOfMeasure:string
            billingAccount:BillingAccountRef price:Price! productOfferingPrice:ProductOfferingPriceRef
            productPriceAlteration:PriceAlteration[]
        type ProductRefOrValue
            id:string href:string description:string isBundle:boolean isCustomerVisible:boolean name:string
            orderDate:dateTime productSerialNumber:string startDate:dateTime terminationDate:dateTime
            agreement:AgreementItemRef[] billingAccount:BillingAccountRef place:RelatedPlaceRefOrValue[]
            product:ProductRefOrValue[] productCharacteristic:Characteristic[]
            productOffering:ProductOfferingRef productOrderItem:RelatedProductOrderItem[]
            productPrice:ProductPrice[] productRelationship:ProductRelationship[]
            productSpecification:ProductSpecificationRef productTerm:ProductTerm[]
            realizingResource:ResourceRef[] realizingService:ServiceRef[] relatedParty:RelatedParty[]
            status:ProductStatusType @referredType:string
        type ProductRelationship
            relationshipType:string! product:ProductRefOrValue!
        type ProductSpecificationRef
            id:string! href:string name:string version:string targetProductSchema:TargetProductSchema
            @referredType:string
        type ProductTerm
            description:string name:string duration:Quantity validFor:TimePeriod
        type Quantity
            amount:number units:string
        type RelatedParty
            id:string! href:string name:string role:string @referredType:string!
        type RelatedPlaceRefOrValue
            id:string href:string name:string role:string! @referredType:string
        type RelatedProductOrderItem
            orderItemAction:string orderItemId:string! productOrderHref:string productOrderId:string!
            role:string @referredType:string
        type ResourceRef
            id:string! href:string name:string value:string @referredType:string
        type ServiceRef
            id:string! href:string name:string @referredType:string
        type TargetProductSchema
            @schemaLocation:string! @type:string!
        type TimePeriod
            endDateTime:dateTime startDateTime:dateTime
        """
}
